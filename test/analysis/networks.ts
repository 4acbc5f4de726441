// Random networks whose flows should be conserved, and their saliency from engines.
import { type Saliency, synapticSaliency } from '../../src/analysis/saliency.js';
import type { Mode } from '../../src/engine/engine.js';
import { float64Engine } from '../../src/engine/float64/engine.js';
import { pullback64 } from '../../src/engine/float64/forward.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { type Rng, stream } from '../../src/math/rng.js';
import type { Layer } from '../../src/models/layer.js';
import { mlp } from '../../src/models/mlp.js';
import { inputSize, type Model, type Parameters, parameterSpecs } from '../../src/models/model.js';
import { resnet } from '../../src/models/resnet.js';
import { wideResnet } from '../../src/models/wide-resnet.js';

const relu: Layer = { kind: 'relu' };

export const chain = mlp({ inputShape: [1, 2, 3], hidden: [7, 5, 6], numClasses: 4, bias: false });
export const biased = mlp({ inputShape: [1, 2, 3], hidden: [7, 5, 6], numClasses: 4 });

/** Biases, groups, both pools, a flattened picture, and a residual layer on its features. */
export const convolutional: Model = {
  name: 'convolutional',
  inputShape: [2, 7, 7],
  numClasses: 3,
  layers: [
    { kind: 'conv2d', name: 'conv1', channels: 4, kernel: 3 },
    { kind: 'batchNorm', name: 'bn1' },
    relu,
    { kind: 'maxPool', size: 2, stride: 2, padding: 1 },
    { kind: 'conv2d', name: 'conv2', channels: 6, kernel: 3, groups: 2, padding: 'valid' },
    { kind: 'leakyRelu', slope: 0.2 },
    { kind: 'flatten' },
    { kind: 'batchNorm', name: 'bn2' },
    {
      kind: 'residual',
      name: 'res',
      body: [{ kind: 'dense', name: 'fc1', units: 24 }],
      shortcut: [],
    },
    relu,
    { kind: 'dense', name: 'fc2', units: 3 },
  ],
};

const small = { inputShape: [2, 8, 8], numClasses: 3, width: 4 } as const;

export const conserving: readonly Model[] = [
  chain,
  biased,
  convolutional,
  resnet(8, small),
  wideResnet({ ...small, depth: 10, widening: 1 }),
];

/** Every parameter at random, running statistics too. */
export function randomParameters(model: Model, rng: Rng): Parameters {
  return Object.fromEntries(
    parameterSpecs(model).map(({ name, role, shape, size }) => {
      const fanIn = shape.slice(1).reduce((a, b) => a * b, 1);
      const draw = {
        weight: () => rng.normal() * Math.sqrt(2 / fanIn),
        scale: () => 0.5 + rng.uniform(),
        variance: () => 0.5 + rng.uniform(),
        bias: () => 0.3 * rng.normal(),
        shift: () => 0.3 * rng.normal(),
        mean: () => 0.3 * rng.normal(),
      };
      return [name, Float32Array.from({ length: size }, draw[role])];
    }),
  );
}

export interface Measured {
  readonly saliency: Saliency;
  /** <dR/dy, y> and <dR/dx, x>; the latter of the exact pass. */
  readonly atOutput: number;
  readonly atInput: number;
}

/** How the gradients are had, and how exact flows then are. */
export const sources = {
  exact: { tolerance: 1e-10, float32: undefined },
  'the float64 engine': { tolerance: 1e-4, float32: float64Engine },
  'the wasm engine': { tolerance: 1e-4, float32: wasmEngine },
} as const;

export type Source = keyof typeof sources;

const count = 4;

/** The saliency of R = sum(upstream * outputs) for a random batch and upstream. */
export function measure(
  model: Model,
  parameters: Parameters,
  mode: Mode,
  source: Source = 'exact',
): Measured {
  const rng = stream(3, model.name);
  const inputs = Float32Array.from({ length: count * inputSize(model) }, () => rng.normal());
  const upstream = Float32Array.from({ length: count * model.numClasses }, () => rng.normal());
  const pass = pullback64(model, parameters, inputs, upstream, count, { mode });
  const dot = (a: Float64Array, b: Float32Array): number =>
    a.reduce((sum, value, i) => sum + value * b[i], 0);
  const gradients = (): Saliency => {
    const engine = sources[source].float32?.();
    if (engine === undefined) return pass.gradients;
    const network = engine.compile(model, { batchSize: count });
    network.load(parameters);
    const result = network.pullback(inputs, upstream, count, mode);
    network.dispose();
    return result;
  };
  return {
    saliency: synapticSaliency(model, parameters, gradients(), { mode }),
    atOutput: dot(pass.outputs, upstream),
    atInput: dot(pass.inputGradient, inputs),
  };
}
