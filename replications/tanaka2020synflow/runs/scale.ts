import type { Arm } from './arms.js';

/** A net and the data that gives it its shape. */
export interface Subject {
  readonly dataset: string;
  readonly model: string;
}

/** A net in which conservation is checked, and whether its hidden units can have offsets. */
export interface ExactSubject extends Subject {
  readonly biases: boolean;
  readonly normalised: boolean;
}

/** How large the studies of a preset are. */
export interface Scale {
  readonly seeds: readonly number[];
  /** Of arms that prune in many; 100 in the paper. */
  readonly rounds: number;
  /** Exponents of the compressions to which those arms prune, each from the dense net. */
  readonly ends: Readonly<Record<'plain' | 'narrow' | 'full', readonly number[]>>;
  /** Exponents at which what made the mask is taken away again. */
  readonly sanityExponents: readonly number[];
  /** Six dense layers of 100 units, the authors' `fc`; for collapse, bias, iteration and accuracy. */
  readonly plain: Subject;
  /** Convolutions with batch normalisation; for collapse and schedules. */
  readonly narrow: Subject;
  /** Nets of the paper's own size, which are only scored and pruned. */
  readonly full: readonly Subject[];
  /** How many of the seeds the full nets are scored with, and with how many they are pruned. */
  readonly fullSeeds: number;
  readonly fullPrunedSeeds: number;
  /** Small nets in which conservation is checked to the last bits of a double. */
  readonly exact: readonly ExactSubject[];
  /** Training on `plain`. */
  readonly training: { readonly trainSize: number; readonly duration: string };
  /** Training of convolutions. */
  readonly pictures: Subject & {
    readonly trainSize: number;
    readonly duration: string;
    readonly exponents: readonly number[];
    readonly arms: readonly Arm[];
    /** Exponents at which random masks get smart ratios. */
    readonly smartExponents: readonly number[];
  };
  /** How long the dense nets of claim 6 are trained. */
  readonly drift: { readonly trainSize: number; readonly duration: string };
}

/** `from`, `from` + step, ..., `to`; the step is a binary fraction. */
export function grid(from: number, to: number, step = 0.25): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step);
}
