/** Rounds at which the accuracy of an arm is judged. */
export interface Levels {
  /** Where test accuracy was lowest before it rose again. */
  readonly critical: number;
  /** Where it was highest after that. */
  readonly sweet: number;
  /** The last round: collapse. */
  readonly last: number;
}

/**
 * The levels of each arm, frozen after the pilot seeds 1001 and 1002 and before any confirming seed
 * was run.
 */
export const LEVELS = {
  ticket: { critical: 9, sweet: 18, last: 20 },
  gradient: { critical: 5, sweet: 16, last: 20 },
  random: { critical: 4, sweet: 16, last: 20 },
  'fine-tuned': { critical: 8, sweet: 16, last: 20 },
  scratch: { critical: 5, sweet: 16, last: 20 },
  large: { critical: 12, sweet: 20, last: 24 },
  pictures: { critical: 10, sweet: 18, last: 22 },
  rewinding: { critical: 10, sweet: 14, last: 22 },
} as const satisfies Readonly<Record<string, Levels>>;

/** The round at which new weights beat the ticket’s by most on the pilot seeds. */
export const REINIT_AHEAD = 12;
