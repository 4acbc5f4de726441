// SynFlow's saliency of the golden networks, by our exact pass over their absolute parameters.
import { type Saliency, synapticSaliency } from '../../src/analysis/saliency.js';
import { pullback64 } from '../../src/engine/float64/forward.js';
import { inputSize, type Model, type Parameters } from '../../src/models/model.js';
import { goldenConv, goldenMlp, type GoldenNet, goldenResnet } from '../support/synflow-nets.js';

export interface GoldenFlow {
  readonly model: Model;
  readonly saliency: Saliency;
  /** R, with all biases, and the sums of the scores of each weight, as the authors' code has them. */
  readonly flow: number;
  readonly sums: Readonly<Record<string, number>>;
}

function flowOf({ model, parameters, theirs }: GoldenNet): GoldenFlow {
  const absolute: Parameters = Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, values.map(Math.abs)]),
  );
  const ones = new Float32Array(inputSize(model)).fill(1);
  const upstream = new Float32Array(model.numClasses).fill(1);
  const { gradients } = pullback64(model, absolute, ones, upstream, 1);
  const saliency = synapticSaliency(model, absolute, gradients);
  return { model, saliency, flow: theirs.flow, sums: theirs.sums };
}

/** The dense layer sees the picture itself, not its features. */
function withoutFlatten(net: GoldenNet): GoldenNet {
  const layers = net.model.layers.filter(({ kind }) => kind !== 'flatten');
  return { ...net, model: { ...net.model, layers } };
}

export const resnetFlow = flowOf(goldenResnet);

export const goldenFlows: readonly GoldenFlow[] = [
  flowOf(goldenMlp),
  flowOf(goldenConv),
  flowOf(withoutFlatten(goldenConv)),
  resnetFlow,
];
