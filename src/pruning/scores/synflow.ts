import { absolutePass } from '../../engine/evidence/absolute-pass.js';
import { networkOf } from '../evidence.js';
import type { Scorer } from '../scorer.js';

export interface SynflowOptions {
  /**
   * What becomes of biases, shifts and running means while scoring: their absolute values, as in the
   * authors' code, when left out; or zero, so that flow is conserved from layer to layer.
   */
  readonly offsets?: 'absolute' | 'zero';
}

/**
 * Keeps the weights through which most synaptic flow passes; looks at no data.
 *
 * s = |theta| dR/d|theta|, R the sum of the outputs of the net with all parameters replaced by their
 * absolute values, for an input of ones, in `eval` mode (Tanaka et al. 2020, algorithm 1). Meant to be
 * iterated: in one shot it empties layers early. A pruned weight scores zero.
 */
export function makeSynflow({ offsets = 'absolute' }: SynflowOptions = {}): Scorer {
  const name = offsets === 'absolute' ? 'synflow' : `synflow-${offsets}-offsets`;
  return {
    name,
    needs: 'flow',
    score: (_model, _parameters, _mask, evidence) =>
      absolutePass(networkOf(evidence, name), { offsets }).scores,
  };
}
