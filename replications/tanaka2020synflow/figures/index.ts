import type { Figure } from '../../../src/index.js';
import { accuracyFigures } from './accuracy.js';
import { theoryFigures } from './theory.js';

/** The paper's figures 1 to 7, and four that it lacks. */
export const figures: readonly Figure[] = [...accuracyFigures, ...theoryFigures];
