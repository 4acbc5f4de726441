import assert from 'node:assert/strict';
import { absolutePass } from '../../../src/engine/evidence/absolute-pass.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import { isNested, type Mask } from '../../../src/models/mask.js';
import type { Layer } from '../../../src/models/layer.js';
import { mlp } from '../../../src/models/mlp.js';
import { type Model, type Parameters, parameterSpecs } from '../../../src/models/model.js';
import { resnet } from '../../../src/models/resnet.js';
import {
  effectiveCompression,
  effectiveDensity,
  effectiveMask,
  firstCut,
  hasPath,
} from '../../../src/pruning/paths/connectivity.js';
import { randomMask } from '../../engine/wasm/examples.js';

const bits = (...values: number[]): Uint8Array => Uint8Array.from(values);

const relu: Layer = { kind: 'relu' };
const conv = (name: string, channels: number, kernel: number, groups = 1): Layer => {
  return { kind: 'conv2d', name, channels, kernel, groups };
};

/**
 * Convolutions, groups, and a pool that lets every pixel through. The kernels are so small that no
 * signal moves out of the picture, or out of the pixels that a dense weight reads.
 */
const convolutions: Model = {
  name: 'convolutions',
  inputShape: [2, 8, 8],
  numClasses: 3,
  layers: [
    conv('conv1', 4, 3, 2),
    { kind: 'batchNorm', name: 'bn1' },
    relu,
    conv('conv2', 6, 1, 2),
    { kind: 'batchNorm', name: 'bn2' },
    relu,
    { kind: 'averagePool', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', name: 'fc1', units: 7 },
    relu,
    { kind: 'dense', name: 'fc2', units: 3 },
  ],
};

/** Which weights change the sum of the outputs, if every weight that survives is 1. */
function byTheEngine(model: Model, mask: Mask): Mask {
  const network = wasmEngine().compile(model, { batchSize: 1 });
  const parameters: Parameters = Object.fromEntries(
    parameterSpecs(model).map(({ name, size }) => [
      name,
      Float32Array.from({ length: size }, (_, i) => mask[name]?.[i] ?? 1),
    ]),
  );
  network.load(parameters);
  const { scores } = absolutePass(network, { offsets: 'zero' });
  network.dispose();
  return Object.fromEntries(
    Object.entries(scores).map(([name, values]) => [
      name,
      Uint8Array.from(values, (score) => (score > 0 ? 1 : 0)),
    ]),
  );
}

describe('connectivity', () => {
  // x0, x1 -> a, b, c -> y0, y1
  const tiny = mlp({ inputShape: [1, 1, 2], hidden: [3], numClasses: 2 });
  const mask = {
    'fc1.weight': bits(1, 0, 0, 0, 1, 1), // a reads x0; b reads nothing; c reads both
    'fc2.weight': bits(1, 1, 0, 0, 1, 0), // y0 reads a and b; y1 reads b; nothing reads c
  };

  it('keeps the weights on paths', () => {
    assert.deepEqual(effectiveMask(tiny, mask), {
      'fc1.weight': bits(1, 0, 0, 0, 0, 0),
      'fc2.weight': bits(1, 0, 0, 0, 0, 0),
    });
    assert.equal(effectiveDensity(tiny, mask), 2 / 12);
    assert.equal(effectiveCompression(tiny, mask), 6);
    assert.equal(hasPath(tiny, mask), true);
    assert.deepEqual(firstCut(tiny, mask), []);
  });

  it('says where a net is cut', () => {
    const parted = { ...mask, 'fc2.weight': bits(0, 1, 0, 0, 1, 0) };
    assert.equal(hasPath(tiny, parted), false);
    assert.deepEqual(firstCut(tiny, parted), ['fc2.weight']);
    assert.equal(effectiveDensity(tiny, parted), 0);
    assert.equal(effectiveCompression(tiny, parted), Infinity);
    const empty = { ...mask, 'fc1.weight': new Uint8Array(6) };
    assert.deepEqual(firstCut(tiny, empty), ['fc1.weight']);
  });

  it('goes through identity shortcuts, and names both sides where a block is cut', () => {
    const model = resnet(8, { inputShape: [1, 8, 8], numClasses: 2, width: 2 });
    const full = randomMask(model, 2, stream(1, 'mask'));
    const without = (...names: string[]): Mask => ({
      ...full,
      ...Object.fromEntries(names.map((name) => [name, new Uint8Array(full[name].length)])),
    });
    assert.ok(hasPath(model, without('block1.body.conv1.weight')));
    assert.ok(hasPath(model, without('block2.shortcut.conv.weight')));
    const parted = without('block2.shortcut.conv.weight', 'block2.body.conv2.weight');
    assert.deepEqual(firstCut(model, parted), [
      'block2.body.conv2.weight',
      'block2.shortcut.conv.weight',
    ]);
  });

  it('ignores where in the picture a weight is, as is said', () => {
    const layers = [conv('conv1', 1, 3), conv('conv2', 1, 3)];
    const model: Model = { name: 'dot', inputShape: [1, 1, 1], numClasses: 1, layers };
    const corner = bits(1, 0, 0, 0, 0, 0, 0, 0, 0);
    const corners = { 'conv1.weight': corner, 'conv2.weight': corner };
    assert.deepEqual(effectiveMask(model, corners), corners);
  });

  const models: Model[] = [
    mlp({ inputShape: [1, 2, 3], hidden: [7, 5, 6], numClasses: 4 }),
    convolutions,
    {
      ...convolutions,
      name: 'flattened by the dense layer',
      layers: convolutions.layers.filter(({ kind }) => kind !== 'flatten'),
    },
    resnet(8, { inputShape: [2, 12, 12], numClasses: 3, width: 3 }),
  ];
  for (const model of models) {
    it(`agrees with what the engine says of random masks: ${model.name}`, () => {
      const rng = stream(5, model.name);
      const found = new Set<boolean>();
      for (let i = 0; i < 60; i++) {
        const mask = randomMask(model, 0.03 + 0.5 * rng.uniform(), rng);
        const effective = effectiveMask(model, mask);
        assert.deepEqual(effective, byTheEngine(model, mask));
        assert.ok(isNested(effective, mask));
        assert.deepEqual(effectiveMask(model, effective), effective);
        const path = hasPath(model, mask);
        assert.equal(path, effectiveDensity(model, mask) > 0);
        found.add(path);
      }
      assert.equal(found.size, 2, 'some nets with a path and some without');
    });
  }

  it('refuses a mask of another model', () => {
    assert.throws(() => effectiveMask(tiny, {}), /'fc1\.weight' has no entry/);
    assert.throws(() => hasPath(tiny, { ...mask, 'fc9.weight': bits(1) }), /'fc9\.weight'/);
  });
});
