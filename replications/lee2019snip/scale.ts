import type { Course, Step } from '../../src/index.js';

/** A net, the data it learns from, and for how long. */
export interface Subject {
  readonly dataset: string;
  readonly model: string;
  readonly trainSize: number;
  readonly duration: Step;
}

/** A net trained by SGD with momentum. */
export interface SgdSubject extends Subject {
  readonly learningRate: number;
  readonly course: Course;
}

/** How large the studies of a preset are. */
export interface Scale {
  readonly seeds: readonly number[];
  /** LeNet-300-100 (claims 1, 4, 5 and 6). */
  readonly plain: SgdSubject;
  /** LeNet-5-Caffe or narrower (claim 2). */
  readonly convolutional: SgdSubject;
  /** What has to fit random labels (claim 7). */
  readonly fitting: SgdSubject;
  /** Pictures read row by row, trained by Adam (claim 5). */
  readonly recurrent: Subject;
  /** Of LeNet-300-100, trained by Adam (claim 5). */
  readonly plainByAdam: Subject;
  /** Sizes of the scoring batch (claim 4). */
  readonly batches: readonly number[];
}
