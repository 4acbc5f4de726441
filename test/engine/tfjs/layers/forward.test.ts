import assert from 'node:assert/strict';
import fs from 'node:fs';
import type { Mode } from '../../../../src/engine/engine.js';
import { openBackend } from '../../../../src/engine/tfjs/backends.js';
import { forward, type Pass } from '../../../../src/engine/tfjs/layers/forward.js';
import {
  channelsFirst,
  channelsLast,
  type Images,
  type Scalar,
  type Tensor,
  type TensorFlow,
} from '../../../../src/engine/tfjs/tensorflow.js';
import type { Conv2dLayer, Layer, Shape } from '../../../../src/models/layer.js';
import { assertTensorsClose } from '../../agreement.js';

type Numbers = readonly number[];

let tf: TensorFlow;

const read = (name: string): unknown =>
  JSON.parse(fs.readFileSync(`test/fixtures/nn-${name}.json`, 'utf8'));

interface Trial {
  readonly layer: Layer;
  readonly shape: Shape;
  readonly x: Numbers;
  readonly upstream: Numbers;
  readonly mode?: Mode;
  /** Arranged as TensorFlow wants them. */
  readonly parameters?: Readonly<Record<string, Tensor>>;
  /** Parameters whose gradients are not asked for. */
  readonly constants?: Readonly<Record<string, Tensor>>;
}

/** The output of a layer called `l`, and gradients of the input (`x`) and the parameters. */
function run(trial: Trial): { y: Float32Array; gradients: Record<string, Float32Array> } {
  const { layer, shape, x, upstream, mode = 'eval', parameters = {} } = trial;
  const count = x.length / (shape[0] * shape[1] * shape[2]);
  const names = Object.keys(parameters);
  const given = tf.tensor4d(Float32Array.from(x), [count, ...shape]);
  let y = new Float32Array();
  const value = (...values: Tensor[]): Scalar => {
    const pass: Pass = {
      tf,
      mode,
      parameters: {
        ...trial.constants,
        ...Object.fromEntries(names.map((name, i) => [name, values[i + 1]])),
      },
      dropout: () => assert.fail(),
    };
    const images = channelsLast(tf, values[0] as Images);
    const output = channelsFirst(tf, forward(pass, [layer], images));
    y = output.dataSync<'float32'>().slice();
    return tf.sum(tf.mul(output, tf.tensor(Float32Array.from(upstream), output.shape)));
  };
  return tf.tidy(() => {
    const { grads } = tf.valueAndGrads(value)([given, ...Object.values(parameters)]);
    const gradients = ['x', ...names].map((name, i) => [name, grads[i].dataSync<'float32'>()]);
    return { y, gradients: Object.fromEntries(gradients) as Record<string, Float32Array> };
  });
}

describe('layers by TensorFlow.js agree with PyTorch', () => {
  before(async () => {
    ({ tf } = await openBackend('cpu'));
  });

  describe('activations', () => {
    const { x, ...golden } = read('activations') as { x: Numbers } & Record<
      string,
      { readonly y: Numbers; readonly slope: Numbers }
    >;
    for (const [name, expected] of Object.entries(golden)) {
      if (name === 'source') continue;
      it(name, () => {
        const layer = (
          name === 'gelu by tanh' ? { kind: 'gelu', approximate: true } : { kind: name }
        ) as Layer;
        const upstream = x.map(() => 1);
        const { y, gradients } = run({ layer, shape: [x.length, 1, 1], x, upstream });
        // The error function is good to 1.5e-7, exponentials in single precision to 1e-7.
        assertTensorsClose({ y, ...gradients }, { y: expected.y, x: expected.slope }, 1e-6);
      });
    }
  });

  describe('convolutions', () => {
    interface Golden extends Omit<Conv2dLayer, 'kind' | 'name' | 'bias'> {
      readonly inputs: number;
      readonly shape: Shape;
      readonly x: Numbers;
      readonly weight: Numbers;
      readonly bias: Numbers | null;
      readonly y: Numbers;
      readonly upstream: Numbers;
      readonly inputGradient: Numbers;
      readonly weightGradient: Numbers;
      readonly biasGradient: Numbers | null;
    }
    const { cases } = read('conv2d') as { cases: Golden[] };
    cases.forEach((golden, i) => {
      const { kernel, stride, padding, dilation, groups = 1 } = golden;
      const options = { kernel, stride, padding, dilation, groups };
      it(`${i}: ${JSON.stringify(options)}`, () => {
        const { channels, inputs, shape, x, upstream, bias } = golden;
        const layer = { kind: 'conv2d', name: 'l', channels, ...options } as Conv2dLayer;
        const own = [channels, inputs / groups, kernel, kernel] as const;
        const given = tf.tensor4d(Float32Array.from(golden.weight), [...own]);
        const weight = tf.transpose(given, [2, 3, 1, 0]);
        const biases = bias === null ? {} : { 'l.bias': tf.tensor1d([...bias]) };
        const parameters = { 'l.weight': weight, ...biases };
        const { y, gradients } = run({ layer, shape, x, upstream, parameters });
        const back = tf.transpose(
          tf.tensor(gradients['l.weight'], [kernel, kernel, inputs / groups, channels]),
          [3, 2, 0, 1],
        );
        gradients['l.weight'] = back.dataSync<'float32'>();
        const expected = {
          y: golden.y,
          x: golden.inputGradient,
          'l.weight': golden.weightGradient,
          ...(golden.biasGradient === null ? {} : { 'l.bias': golden.biasGradient }),
        };
        assertTensorsClose({ y, ...gradients }, expected, 1e-6);
      });
    });
  });

  describe('pools', () => {
    const layers: Record<string, Layer> = {
      'maxpool k2 s2': { kind: 'maxPool', size: 2 },
      'maxpool k3 s2 p1': { kind: 'maxPool', size: 3, stride: 2, padding: 1 },
      'maxpool k3 s1 p1 with ties (integer input)': {
        kind: 'maxPool',
        size: 3,
        stride: 1,
        padding: 1,
      },
      'maxpool k2 s2 ceil_mode': { kind: 'maxPool', size: 2, overhang: true },
      'avgpool k2 s2': { kind: 'averagePool', size: 2 },
      'avgpool k3 s2 p1 count_include_pad': {
        kind: 'averagePool',
        size: 3,
        stride: 2,
        padding: 1,
      },
      'avgpool k3 s2 p1 no count_include_pad': {
        kind: 'averagePool',
        size: 3,
        stride: 2,
        padding: 1,
        countPadding: false,
      },
      'global average': { kind: 'globalAveragePool' },
    };
    const { cases } = read('pooling') as {
      cases: {
        readonly what: string;
        readonly shape: Numbers;
        readonly x: Numbers;
        readonly y: Numbers;
        readonly upstream: Numbers;
        readonly gradient: Numbers;
      }[];
    };
    for (const [what, layer] of Object.entries(layers)) {
      it(what, () => {
        const golden = cases.find((each) => each.what === what)!;
        const shape = golden.shape.slice(1) as unknown as Shape;
        const { y, gradients } = run({ ...golden, layer, shape });
        assertTensorsClose({ y, ...gradients }, { y: golden.y, x: golden.gradient }, 1e-6);
      });
    }
  });

  describe('normalisations', () => {
    interface Golden {
      readonly what: string;
      readonly shape: Numbers;
      readonly x: Numbers;
      readonly upstream_gradient: Numbers;
      readonly [name: string]: string | Numbers;
    }
    const { cases } = read('normalisation') as { cases: Golden[] };
    const vector = (values: unknown): Tensor => tf.tensor1d([...(values as Numbers)]);
    const batchNorms: Record<string, Partial<Layer>> = {
      batchnorm1d: {},
      batchnorm2d: {},
      'batchnorm2d momentum 0.3 eps 1e-3': { epsilon: 1e-3 },
    };
    for (const [what, options] of Object.entries(batchNorms)) {
      it(what, () => {
        const golden = cases.find((each) => each.what === what)!;
        const { shape, x, upstream_gradient: upstream } = golden;
        const layer = { kind: 'batchNorm', name: 'l', ...options } as Layer;
        const parameters = { 'l.scale': vector(golden.weight), 'l.shift': vector(golden.bias) };
        const constants = {
          'l.mean': vector(golden.running_mean),
          'l.variance': vector(golden.running_var),
        };
        const image: Shape = [shape[1], shape[2] ?? 1, shape[3] ?? 1];
        const trial = { layer, shape: image, x, upstream, parameters, constants };
        for (const mode of ['eval', 'train'] as const) {
          const { y, gradients } = run({ ...trial, mode });
          assertTensorsClose(
            { y, x: gradients.x },
            { y: golden[`${mode}_y`] as Numbers, x: golden[`${mode}_grad_x`] as Numbers },
            1e-6,
            mode,
          );
          if (mode === 'eval') continue;
          const expected = {
            'l.scale': golden.train_grad_weight as Numbers,
            'l.shift': golden.train_grad_bias as Numbers,
          };
          assertTensorsClose({ ...gradients, x: [] }, { ...expected, x: [] }, 1e-6);
        }
      });
    }

    it('layer normalisation', () => {
      const golden = cases.find(({ what }) => what.startsWith('layernorm'))!;
      const { shape, x, upstream_gradient: upstream } = golden;
      const { y, gradients } = run({
        layer: { kind: 'layerNorm', name: 'l' },
        shape: [shape[1], 1, 1],
        x,
        upstream,
        parameters: { 'l.scale': vector(golden.weight), 'l.shift': vector(golden.bias) },
      });
      const expected = {
        y: golden.y as Numbers,
        x: golden.grad_x as Numbers,
        'l.scale': golden.grad_weight as Numbers,
        'l.shift': golden.grad_bias as Numbers,
      };
      assertTensorsClose({ y, ...gradients }, expected, 1e-6);
    });
  });
});
