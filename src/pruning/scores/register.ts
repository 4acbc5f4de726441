import type { Scorer } from '../scorer.js';
import { makeGrasp } from './grasp.js';
import { magnitude } from './magnitude.js';
import { random } from './random.js';
import { makeSnip } from './snip.js';
import { makeSynflow } from './synflow.js';

/** Every scorer by name; the config of a run names one of these. */
export const scorers: Readonly<Record<string, Scorer>> = Object.fromEntries(
  [
    magnitude,
    random,
    makeSnip(),
    makeSnip({ mode: 'train' }),
    makeGrasp(),
    makeGrasp({ mode: 'eval' }),
    makeGrasp({ sign: -1 }),
    makeGrasp({ sign: 'absolute' }),
    makeGrasp({ temperature: 1 }),
    makeSynflow(),
    makeSynflow({ offsets: 'zero' }),
  ].map((scorer) => [scorer.name, scorer]),
);
