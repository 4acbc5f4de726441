/** A net, the data it learns from, and for how long. */
export interface Subject {
  readonly dataset: string;
  readonly model: string;
  readonly trainSize: number;
  readonly duration: string;
  /** When the learning rate falls to a tenth. */
  readonly dropAt: string;
}

/** How large the studies of a preset are. */
export interface Scale {
  readonly seeds: readonly number[];
  /** LeNet-300-100 or smaller (claims 1, 4, 5 and 6). */
  readonly plain: Subject;
  /** LeNet-5-Caffe or smaller (claim 2). */
  readonly convolutional: Subject;
  /** What has to fit random labels (claim 7). */
  readonly fitting: Subject;
  /** Pictures read row by row (claim 5). */
  readonly recurrent: Subject;
  /** Sizes of the scoring batch (claim 4). */
  readonly batches: readonly number[];
}
