import type { Claim } from '../../../src/index.js';
import { accuracyClaims } from './accuracy.js';
import { collapseClaims } from './collapse.js';
import { sanityClaims } from './sanity.js';
import { theoryClaims } from './theory.js';

/** The paper's claims 1 to 9, and those of its critics. */
export const claims: readonly Claim[] = [
  ...theoryClaims,
  ...collapseClaims,
  ...accuracyClaims,
  ...sanityClaims,
];
