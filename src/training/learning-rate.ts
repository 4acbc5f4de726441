import { UserError } from '../errors.js';
import { power } from '../math/power.js';
import { iterations, type Step } from './step.js';

/** A learning rate that changes in the course of training, as data. */
export interface LearningRate {
  /** The rate that the course multiplies. */
  readonly rate: number;
  /** Constant when left out. */
  readonly course?: Course;
  /**
   * Over so many first iterations w, iteration i (from 0) has i / w of what the course says: a linear
   * rise from 0, as in Frankle & Carbin 2019. None when left out.
   */
  readonly warmup?: Step;
}

/** How a learning rate falls; iterations are counted from the start of training, warm-up included. */
export type Course =
  /** factor^k after the k-th milestone. */
  | { readonly kind: 'milestones'; readonly at: readonly Step[]; readonly factor: number }
  /** factor^floor(iteration / every); with `'1ep'` the usual step-wise exponential decay. */
  | { readonly kind: 'exponential'; readonly every: Step; readonly factor: number }
  /**
   * From 1 at the end of the warm-up to `floor` (0 when left out) at the end of training:
   * floor + (1 - floor) (1 + cos(pi t)) / 2 (Loshchilov & Hutter 2017).
   */
  | { readonly kind: 'cosine'; readonly floor?: number };

/** The length of a training. */
export interface Span {
  readonly iterationsPerEpoch: number;
  /** Iterations in all. */
  readonly total: number;
}

/** The learning rate of iteration `iteration`, counted from 0; the same bits on every machine. */
export function learningRateAt(
  { rate, course, warmup }: LearningRate,
  iteration: number,
  span: Span,
): number {
  const rise = warmup === undefined ? 0 : iterations(warmup, span.iterationsPerEpoch);
  const risen = iteration < rise ? iteration / rise : 1;
  return rate * risen * (course === undefined ? 1 : courseAt(course, iteration, rise, span));
}

function courseAt(course: Course, iteration: number, rise: number, span: Span): number {
  const { iterationsPerEpoch, total } = span;
  switch (course.kind) {
    case 'milestones': {
      const passed = course.at.filter((at) => iterations(at, iterationsPerEpoch) <= iteration);
      return power(course.factor, passed.length);
    }
    case 'exponential': {
      const every = iterations(course.every, iterationsPerEpoch);
      if (every < 1)
        throw new UserError("The rate must fall 'every' iteration at most, not '0it'.");
      return power(course.factor, Math.floor(iteration / every));
    }
    case 'cosine': {
      const { floor = 0 } = course;
      const done = (iteration - rise) / Math.max(1, total - rise);
      const t = Math.min(1, Math.max(0, done));
      return floor + (1 - floor) * 0.5 * (1 + cosineOfPi(t));
    }
  }
}

/** cos(pi t) for t in [0, 1], to 1e-15: minus the Taylor series of sin(pi x) at x = t - 1/2. */
function cosineOfPi(t: number): number {
  const x = Math.PI * (t - 0.5);
  let term = x;
  let sum = x;
  for (let k = 2; k <= 22; k += 2) {
    term *= -(x * x) / (k * (k + 1));
    sum += term;
  }
  return -sum;
}
