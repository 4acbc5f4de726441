import type { Figure } from '../../../src/index.js';
import { descentFigures } from './descent.js';
import { variantFigures } from './variants.js';

/** The paper's figures 1 to 11, as far as they are repeated. */
export const figures: readonly Figure[] = [...descentFigures, ...variantFigures];
