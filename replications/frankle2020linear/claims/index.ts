import type { Claim } from '../../../src/index.js';
import { denseClaims } from './dense.js';
import { rangeClaims } from './ranges.js';
import { sparseClaims } from './sparse.js';

/** Every claim that is tested; minimum effects and margins were fixed on the pilot seeds. */
export const claims: readonly Claim[] = [...denseClaims, ...sparseClaims, ...rangeClaims];
