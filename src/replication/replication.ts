import type { TopLevelSpec } from 'vega-lite';
import type { Row, RunSpec } from '../experiment/experiment.js';

export interface Paper {
  /** BibTeX key; also the name of the replication's folder and notebook. */
  readonly key: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly venue: string;
  readonly year: number;
  readonly url: string;
}

/**
 * - `identity`: something is exactly so.
 * - `ordering`: one arm is better than another.
 * - `trend`: a quantity grows along another.
 * - `equivalence`: two arms differ by less than a margin fixed in advance.
 * - `existence`: things with the property can be found: at least one, or in so many seeds.
 */
export type ClaimKind = 'identity' | 'ordering' | 'trend' | 'equivalence' | 'existence';

export type Outcome = 'supported' | 'refuted' | 'inconclusive';

/** One measured contrast, over the seeds. */
export interface Finding {
  /** What is compared where, for example `ticket - dense at 16.9 %`. */
  readonly label: string;
  readonly effect: number;
  /** Of effect and interval; that of the claim where a record made before has none. */
  readonly unit?: string;
  /** 95 % confidence interval; of an identity, the smallest and the largest error. */
  readonly interval: readonly [number, number];
  /** Seeds; of an identity, cases. */
  readonly n: number;
  /**
   * Before the correction for several claims: two-sided exact p of an ordering, a trend or a count,
   * TOST p of an equivalence, one-sided t p of a non-inferiority; null for an identity, in which
   * nothing is left to chance.
   */
  readonly p: number | null;
  readonly outcome: Outcome;
}

/** What our data say about a claim; the finding that decides it, with all others beside it. */
export interface Verdict extends Finding {
  /** p after Holm's correction over the claims of the paper that have one. */
  readonly adjustedP: number | null;
  /** Why the outcome is what it is, in a sentence. */
  readonly detail: string;
  readonly findings: readonly Finding[];
}

/** A falsifiable statement of a paper, with the test that decides it. */
export interface Claim {
  readonly id: string;
  readonly statement: string;
  /** Where the paper says it, for example `Figure 4a, left`. */
  readonly source: string;
  readonly kind: ClaimKind;
  /** The paper's own value, as the paper gives it. */
  readonly paperValue: string;
  /** The smallest effect that counts; fixed on pilot seeds before the confirming runs. */
  readonly minimumEffect: number;
  /** Unit of the effect, for example `pp`. */
  readonly unit: string;
  /** Reads the rows of all runs; never trains. */
  check(rows: readonly Row[]): Verdict;
}

export interface Figure {
  readonly id: string;
  readonly title: string;
  /** What to see in it, in a sentence or two. */
  readonly caption: string;
  /** The paper's figure it repeats. */
  readonly source: string;
  spec(rows: readonly Row[]): TopLevelSpec;
}

/** Measured numbers beside each other, and beside the paper's. */
export interface NumbersTable {
  readonly id: string;
  readonly title: string;
  /** What to see in it, in a sentence or two. */
  readonly caption: string;
  /** What of the paper it repeats. */
  readonly source: string;
  /** Headings; the first column names the lines. */
  readonly columns: readonly string[];
  /** Lines of as many cells as there are columns. */
  lines(rows: readonly Row[]): readonly (readonly string[])[];
}

/** `smoke`: seconds on built-in data. `course`: minutes on real data. `paper`: the paper's scale. */
export const presetNames = ['smoke', 'course', 'paper'] as const;
export type PresetName = (typeof presetNames)[number];

export interface Preset {
  /** One sentence: data, model, steps, seeds. */
  readonly description: string;
  readonly seeds: readonly number[];
  readonly runs: readonly RunSpec[];
}

/** What the ML Reproducibility Challenge asks every report to say. */
export interface Discussion {
  readonly scope: string;
  readonly methodology: string;
  readonly whatWasEasy: string;
  readonly whatWasDifficult: string;
  readonly communication: string;
}

/** One paper, replicated: almost only data. */
export interface Replication {
  readonly paper: Paper;
  readonly presets: Readonly<Record<PresetName, Preset>>;
  readonly claims: readonly Claim[];
  readonly figures: readonly Figure[];
  /** Tables of the report; none when left out. */
  readonly tables?: readonly NumbersTable[];
  /** Where we differ from the paper, and why. */
  readonly deviations: readonly string[];
  readonly discussion: Discussion;
}
