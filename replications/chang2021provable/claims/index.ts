import type { Claim } from '../../../src/index.js';
import { featureClaims } from './features.js';
import { linearClaims } from './linear.js';
import { networkClaims } from './networks.js';

/** Claims on linear models, random features and nets; thresholds were fixed on the pilot seeds. */
export const claims: readonly Claim[] = [...linearClaims, ...featureClaims, ...networkClaims];
