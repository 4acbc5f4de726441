import type { Claim } from '../../../src/index.js';
import { descentClaims } from './descent.js';
import { explanationClaims } from './explanations.js';
import { pictureClaims } from './pictures.js';
import { robustnessClaims } from './robust.js';

/** Every claim that is tested; minimum effects and levels were fixed on the pilot seeds. */
export const claims: readonly Claim[] = [
  ...descentClaims,
  ...robustnessClaims,
  ...explanationClaims,
  ...pictureClaims,
];
