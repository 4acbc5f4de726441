import { inputSize, type Parameters, parameterSpecs, prunableSpecs } from '../../models/model.js';
import type { Network } from '../engine.js';

/** What of a network the pass needs. */
export type AbsolutePassNetwork = Pick<
  Network,
  'model' | 'load' | 'parameters' | 'outputs' | 'pullback'
>;

export interface AbsolutePassOptions {
  /**
   * What becomes of biases, shifts and running means: their absolute values, as in the official
   * code, or zero, so that the flow is conserved from layer to layer. `absolute` when left out.
   */
  readonly offsets?: 'absolute' | 'zero';
}

/** The flow through a network whose parameters are all replaced by their absolute values. */
export interface AbsolutePass {
  /** R = the sum of the outputs for an input of ones. */
  readonly flow: number;
  /** dR / d|theta|, for all trainable parameters. */
  readonly gradients: Parameters;
  /** |w| dR / d|w|, for all prunable parameters: the score of SynFlow. */
  readonly scores: Parameters;
}

/**
 * R(|theta|) and its gradient for one input of ones in `eval` mode (Tanaka et al. 2020, algorithm 1).
 *
 * Everything is made positive, running means and variances too. A pruned weight scores zero, and so
 * does a weight that is zero: iterating needs no new network, only `load(applyMask(theta, mask))`.
 * The network has its parameters back afterwards, but its optimiser has forgotten its averages.
 */
export function absolutePass(
  network: AbsolutePassNetwork,
  { offsets = 'absolute' }: AbsolutePassOptions = {},
): AbsolutePass {
  const { model } = network;
  const origin = network.parameters();
  const absolute: Record<string, Float32Array> = {};
  for (const { name, role } of parameterSpecs(model)) {
    const offset = role === 'bias' || role === 'shift' || role === 'mean';
    absolute[name] =
      offset && offsets === 'zero'
        ? new Float32Array(origin[name].length)
        : origin[name].map((value) => Math.abs(value));
  }
  const ones = new Float32Array(inputSize(model)).fill(1);
  const upstream = new Float32Array(model.numClasses).fill(1);
  try {
    network.load(absolute);
    const flow = network.outputs(ones, 1, 'eval').reduce((sum, value) => sum + value, 0);
    const gradients = network.pullback(ones, upstream, 1, 'eval');
    const scores = Object.fromEntries(
      prunableSpecs(model).map(({ name }) => [
        name,
        gradients[name].map((g, i) => g * absolute[name][i]),
      ]),
    );
    return { flow, gradients, scores };
  } finally {
    network.load(origin);
  }
}
