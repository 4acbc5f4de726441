import type { Claim } from '../../../src/index.js';
import { accuracyClaims } from './accuracy.js';
import { classClaims } from './classes.js';
import { drawClaims } from './draws.js';
import { fittingClaims } from './fitting.js';
import { scoringClaims } from './scoring.js';

/** Every claim that is tested; minimum effects were fixed on the pilot seeds. */
export const claims: readonly Claim[] = [
  ...accuracyClaims,
  ...scoringClaims,
  ...drawClaims,
  ...classClaims,
  ...fittingClaims,
];
