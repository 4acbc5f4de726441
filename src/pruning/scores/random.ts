import { prunableSpecs } from '../../models/model.js';
import type { Scorer } from '../scorer.js';

/**
 * Keeps weights at random: the control for every claim about which weights matter.
 *
 * s ~ U[0, 1), independent for every weight.
 */
export const random: Scorer = {
  name: 'random',
  needs: 'nothing',
  score: (model, _parameters, _mask, { rng }) =>
    Object.fromEntries(
      prunableSpecs(model).map(({ name, size }) => [
        name,
        Float32Array.from({ length: size }, () => rng.uniform()),
      ]),
    ),
};
