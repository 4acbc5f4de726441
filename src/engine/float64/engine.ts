import type { Engine } from '../engine.js';
import { createNetwork64 } from './network.js';

/**
 * The yardstick: every model in double precision, in plain TypeScript; results are rounded where the
 * interface has single precision, parameters are not between steps.
 *
 * Slow (about 1 GFLOP/s) and simple. Its last bits may differ between versions of Node, whose
 * Math.exp and Math.tanh may. Dropout cannot be trained. For unrounded results see `forward64`,
 * `pullback64`, `lossGradients64` and `hessianVector64`.
 */
export function float64Engine(): Engine {
  return {
    name: 'float64',
    details: { arithmetic: 'double precision' },
    compile: createNetwork64,
  };
}
