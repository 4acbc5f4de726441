import { prunableSpecs } from '../../models/model.js';
import type { Scorer } from '../scorer.js';

/**
 * Keeps the weights that are largest in magnitude.
 *
 * s = |w| (Han et al. 2015, section 3; Frankle & Carbin 2019, section 1).
 */
export const magnitude: Scorer = {
  name: 'magnitude',
  needs: 'weights',
  score: (model, parameters) =>
    Object.fromEntries(
      prunableSpecs(model).map(({ name }) => [name, parameters[name].map(Math.abs)]),
    ),
};
