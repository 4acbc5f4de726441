import type { Scorer } from '../scorer.js';
import { magnitude } from './magnitude.js';
import { random } from './random.js';

/** Every scorer by name; the config of a run names one of these. */
export const scorers: Readonly<Record<string, Scorer>> = { magnitude, random };
