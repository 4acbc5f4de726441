import assert from 'node:assert/strict';
import { forward64, pullback64 } from '../../../src/engine/float64/forward.js';
import { UserError } from '../../../src/errors.js';
import { stream } from '../../../src/math/rng.js';
import type { Layer } from '../../../src/models/layer.js';
import { mlp } from '../../../src/models/mlp.js';
import { type Model, visitLayers } from '../../../src/models/model.js';
import { assertTensorsClose, drawParameters } from '../agreement.js';
import { assertGradientsAreSlopes, modelOf, normals } from './differences.js';

const conv = (options: Partial<Layer> = {}): Layer =>
  ({ kind: 'conv2d', name: 'c', channels: 4, kernel: 3, ...options }) as Layer;

const kinds: Readonly<Record<string, readonly Layer[]>> = {
  dense: [{ kind: 'dense', name: 'fc', units: 5 }],
  'dense without bias': [{ kind: 'dense', name: 'fc', units: 6, bias: false }],
  convolution: [conv()],
  'strided, grouped convolution': [conv({ stride: 2, groups: 2, padding: 2 })],
  'dilated convolution without bias': [conv({ dilation: 2, bias: false, padding: 'valid' })],
  'batch normalisation': [{ kind: 'batchNorm', name: 'bn' }],
  'layer normalisation': [{ kind: 'layerNorm', name: 'ln', epsilon: 1e-3 }],
  'largest values': [{ kind: 'maxPool', size: 3, stride: 2, padding: 1, overhang: true }],
  'a GRU': [{ kind: 'gru', name: 'gru', units: 5 }],
  means: [{ kind: 'averagePool', size: 3, stride: 2, padding: 1, overhang: true }],
  'means of pixels only': [{ kind: 'averagePool', size: 3, padding: 1, countPadding: false }],
  'global means': [{ kind: 'globalAveragePool' }],
  'adaptive means': [{ kind: 'adaptiveAveragePool', height: 3, width: 2 }],
  'flattening and dropout of nothing': [{ kind: 'flatten' }, { kind: 'dropout', rate: 0 }],
  'a residual block': [
    {
      kind: 'residual',
      name: 'block',
      body: [conv({ stride: 2 }), { kind: 'batchNorm', name: 'bn' }, { kind: 'tanh' }],
      shortcut: [conv({ kernel: 1, stride: 2, bias: false })],
    },
  ],
  'a net': [
    conv(),
    { kind: 'batchNorm', name: 'bn' },
    { kind: 'silu' },
    { kind: 'residual', name: 'same', body: [conv()], shortcut: [] },
    { kind: 'averagePool', size: 2 },
    { kind: 'layerNorm', name: 'ln' },
    { kind: 'dense', name: 'fc', units: 3 },
  ],
};

describe('passes in double precision', () => {
  for (const [what, layers] of Object.entries(kinds)) {
    it(`have the gradients that differences have: ${what}`, () => {
      for (const mode of ['eval', 'train'] as const) {
        assertGradientsAreSlopes(modelOf(layers, [4, 7, 6]), stream(1, what), { mode });
      }
    });
  }

  const rng = stream(1, 'forward');
  const gated: Model = modelOf(
    [conv(), { kind: 'relu' }, { kind: 'maxPool', size: 2 }, { kind: 'hardTanh' }],
    [2, 6, 6],
  );
  const parameters = drawParameters(gated, rng);
  const inputs = normals(2 * 72, rng);

  it('name all layers as visitLayers does, and end with the outputs', () => {
    const model = modelOf(kinds['a net'], [4, 7, 6]);
    const own = drawParameters(model, rng);
    const { activations, outputs } = forward64(model, own, normals(168, rng), 1);
    const sizes: [string, number][] = [];
    visitLayers(model, (_, name, __, [c, h, w]) => sizes.push([name, c * h * w]));
    assert.deepEqual(
      Array.from(activations, ([name, values]) => [name, values.length]),
      sizes,
    );
    assert.equal(activations.get('fc'), outputs);
  });

  it('hold ReLUs and maxima where the first pass with the same choices found them', () => {
    const choices = new Map<string, Int32Array>();
    const at = (factor: number) => {
      const moved = inputs.map((x) => factor * x);
      return forward64(gated, { ...parameters, 'c.bias': new Float32Array(4) }, moved, 2, {
        choices,
      }).activations;
    };
    const first = at(1);
    assert.deepEqual([...choices.keys()], ['relu2', 'maxPool3', 'hardTanh4']);
    assert.deepEqual(at(1), first);
    // Upside down, everything would switch; held, it is the same linear function.
    const upsideDown = at(-1);
    for (const name of ['c', 'relu2', 'maxPool3']) {
      const expected = first.get(name)!.map((y) => -y);
      assertTensorsClose({ y: upsideDown.get(name)! }, { y: expected }, 1e-12, name);
    }
    const cut = first.get('hardTanh4')!.map((y) => (y === 1 ? 1 : -y));
    assertTensorsClose({ y: upsideDown.get('hardTanh4')! }, { y: cut }, 1e-12);
  });

  it('take parameters of either precision, and change none', () => {
    const doubles = Object.fromEntries(
      Object.entries(parameters).map(([name, v]) => [name, Float64Array.from(v)]),
    );
    const upstream = normals(2 * gated.numClasses, rng);
    const kept = structuredClone(doubles);
    const single = pullback64(gated, parameters, inputs, upstream, 2);
    assert.deepEqual(pullback64(gated, doubles, inputs, upstream, 2), single);
    assert.deepEqual(doubles, kept);
  });

  it('let a NaN through', () => {
    const broken = inputs.slice();
    broken[0] = NaN;
    const { outputs } = forward64(gated, parameters, broken, 2);
    assert.ok(Number.isNaN(outputs[0]));
    assert.ok(outputs.subarray(outputs.length / 2).every((y) => !Number.isNaN(y)));
  });

  it('refuse what does not fit', () => {
    const refuses = (action: () => unknown, message: RegExp): void => {
      assert.throws(
        action,
        (error: Error) => error instanceof UserError && message.test(error.message),
      );
    };
    refuses(() => forward64(gated, {}, inputs, 2), /lack 'c\.weight'/);
    refuses(() => forward64(gated, parameters, inputs, 3), /inputs of 3 examples .*72 values/);
    refuses(() => forward64(gated, parameters, inputs, 0), /inputs of 0 examples/);
    refuses(
      () => pullback64(gated, parameters, inputs, new Float64Array(5), 2),
      /upstream of 2 examples of conv2d must have 36 values for each, but have 5 in all/,
    );
    const hidden: Layer = { kind: 'dropout', rate: 0.5 };
    const noisy: Model = { ...mlp({ inputShape: [2, 1, 1], hidden: [], numClasses: 2 }) };
    const dropping = { ...noisy, layers: [hidden, ...noisy.layers] };
    const own = drawParameters(dropping, rng);
    const x = Float64Array.of(1, 2);
    assert.deepEqual(forward64(dropping, own, x, 1).activations.get('dropout1'), x);
    refuses(() => forward64(dropping, own, x, 1, { mode: 'train' }), /'dropout1' .* at random/);
  });
});
