import type { Mask } from '../../models/mask.js';
import {
  inputSize,
  type Model,
  type Parameters,
  parameterSpecs,
  type ParameterSpec,
  prunableSpecs,
} from '../../models/model.js';
import type { Network } from '../engine.js';
import { type FlowScale, flowScale } from './flow-scale.js';
import { powerOfTwo } from './powers-of-two.js';

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
  /** R = the sum of the outputs for an input of ones; Infinity or 0 where double precision ends. */
  readonly flow: number;
  /** ln R, which a deep network's R does not overflow. */
  readonly logFlow: number;
  /**
   * 0 if float32 holds all gradients and scores. Else they are those of R / exp(logScale): all are too
   * small (or large) by this one factor, which changes neither their order nor their ratios.
   */
  readonly logScale: number;
  /** dR / d|theta|, for all trainable parameters. */
  readonly gradients: Parameters;
  /** |w| dR / d|w|, for all prunable parameters: the score of SynFlow. */
  readonly scores: Parameters;
}

/** The same pass again and again, for other parameters or masks. */
export interface AbsolutePasses {
  /**
   * The pass for these parameters (those the network had if left out) under this mask (none if left
   * out). The next call overwrites the arrays in `scores`.
   */
  run(point?: { readonly parameters?: Parameters; readonly mask?: Mask }): AbsolutePass;
  /** Gives the network the parameters it had. */
  restore(): void;
}

/**
 * R(|theta|) and its gradient for one input of ones in `eval` mode (Tanaka et al. 2020, algorithm 1).
 *
 * Everything is made positive, running means and variances too. A pruned weight scores zero, and so
 * does a weight that is zero: iterating needs no new network, only `load(applyMask(theta, mask))`.
 * The network has its parameters back afterwards, but its optimiser has forgotten its averages.
 *
 * Unlike the official code, which overflows and underflows float32 in deep networks without
 * normalisation, layers are rescaled by powers of two where they need it (see `flowScale`), and the
 * results are scaled back: where float32 holds them they are what they would have been, bit by bit.
 */
export function absolutePass(
  network: AbsolutePassNetwork,
  options: AbsolutePassOptions = {},
): AbsolutePass {
  const passes = createAbsolutePass(network, options);
  try {
    return passes.run();
  } finally {
    passes.restore();
  }
}

/** `absolutePass` in parts, for callers who iterate; call `restore` when done, after errors too. */
export function createAbsolutePass(
  network: AbsolutePassNetwork,
  { offsets = 'absolute' }: AbsolutePassOptions = {},
): AbsolutePasses {
  const { model } = network;
  const specs = parameterSpecs(model);
  const origin = network.parameters();
  const buffers: Parameters = Object.fromEntries(
    specs.map(({ name, size }) => [name, new Float32Array(size)]),
  );
  const ones = new Float32Array(inputSize(model)).fill(1);
  const upstream = new Float32Array(model.numClasses).fill(1);
  return {
    restore: () => network.load(origin),
    run: ({ parameters = origin, mask } = {}) => {
      for (const spec of specs) {
        const zero = offsets === 'zero' && isOffset(spec);
        if (zero) buffers[spec.name].fill(0);
        else absolute(parameters[spec.name], mask?.[spec.name], buffers[spec.name]);
      }
      const scale = flowScale(model, buffers);
      for (const spec of specs) multiply(buffers[spec.name], powerOfTwo(shiftOf(spec, scale)));
      network.load(buffers);
      const gradients = network.pullback(ones, upstream, 1, 'eval');
      const flow =
        flowOfLastLayer(model, buffers, gradients) ??
        network.outputs(ones, 1, 'eval').reduce((sum, value) => sum + value, 0);
      return scaledBack(model, specs, buffers, gradients, flow, scale);
    },
  };
}

/** Makes the gradients those of R, and the scores, which take the place of the absolute values. */
function scaledBack(
  model: Model,
  specs: readonly ParameterSpec[],
  buffers: Parameters,
  gradients: Parameters,
  flow: number,
  scale: FlowScale,
): AbsolutePass {
  const range: Range = { least: Infinity, most: 0 };
  for (const spec of specs) {
    if (!spec.trainable) continue;
    const factor = powerOfTwo(shiftOf(spec, scale));
    score(buffers[spec.name], gradients[spec.name], factor, range);
  }
  const scores = Object.fromEntries(prunableSpecs(model).map(({ name }) => [name, buffers[name]]));
  const factor = powerOfTwo(-scale.end);
  const fits = range.least * factor >= LEAST_NORMAL && range.most * factor <= LARGEST_POWER;
  if (fits || factor === 1) {
    for (const values of Object.values(scores)) multiply(values, factor);
    for (const values of Object.values(gradients)) multiply(values, factor);
  }
  return {
    flow: flow === 0 ? 0 : flow * factor,
    logFlow: Math.log(flow) - scale.end * Math.LN2,
    logScale: fits || factor === 1 ? 0 : -scale.end * Math.LN2,
    gradients,
    scores,
  };
}

function isOffset({ role }: ParameterSpec): boolean {
  return role === 'bias' || role === 'shift' || role === 'mean';
}

/** The power of two by which a parameter is multiplied. */
function shiftOf({ layer, role }: ParameterSpec, { layers }: FlowScale): number {
  const { before, after } = layers.get(layer) ?? { before: 0, after: 0 };
  if (role === 'variance') return 0;
  if (role === 'mean') return before;
  return isOffsetOfOutput(role) ? after : after - before;
}

function isOffsetOfOutput(role: ParameterSpec['role']): boolean {
  return role === 'bias' || role === 'shift';
}

/** R, if the last layer is dense: the sum of theta dR / dtheta, since R is linear in its parameters. */
function flowOfLastLayer(
  { layers }: Model,
  values: Parameters,
  gradients: Parameters,
): number | undefined {
  const last = layers.at(-1);
  if (last?.kind !== 'dense') return undefined;
  let flow = 0;
  for (const role of last.bias === false ? ['weight'] : ['weight', 'bias']) {
    const name = `${last.name}.${role}`;
    const [own, slope] = [values[name], gradients[name]];
    for (let i = 0; i < own.length; i++) flow += own[i] * slope[i];
  }
  return flow;
}

/** target = |values|, 0 where the mask is. */
function absolute(values: Float32Array, bits: Uint8Array | undefined, target: Float32Array): void {
  if (bits === undefined) {
    for (let i = 0; i < values.length; i++) target[i] = Math.abs(values[i]);
  } else {
    for (let i = 0; i < values.length; i++) target[i] = bits[i] === 0 ? 0 : Math.abs(values[i]);
  }
}

function multiply(values: Float32Array, factor: number): void {
  if (factor === 1) return;
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

/** The sizes of the least and the largest number that is not 0. */
interface Range {
  least: number;
  most: number;
}

const LEAST_NORMAL = powerOfTwo(-126);
const LARGEST_POWER = powerOfTwo(127);

/** values = values * slopes, slopes = slopes * factor; widens `range` to both results. */
function score(values: Float32Array, slopes: Float32Array, factor: number, range: Range): void {
  let { least, most } = range;
  for (let i = 0; i < values.length; i++) {
    const product = slopes[i] * values[i];
    const slope = slopes[i] * factor;
    values[i] = product;
    slopes[i] = slope;
    const size = Math.abs(product);
    if (size > most) most = size;
    if (size < least && size > 0) least = size;
    const steepness = Math.abs(slope);
    if (steepness > most) most = steepness;
    if (steepness < least && steepness > 0) least = steepness;
  }
  range.least = least;
  range.most = most;
}
