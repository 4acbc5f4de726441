import assert from 'node:assert/strict';
import * as masks from '../../src/models/mask.js';
import { mlp } from '../../src/models/mlp.js';

const model = mlp({ inputShape: [1, 1, 2], hidden: [2], numClasses: 2 });
const mask = {
  'fc1.weight': Uint8Array.from([1, 0, 0, 1]),
  'fc2.weight': Uint8Array.from([0, 0, 0, 1]),
};

describe('mask', () => {
  it('counts: density, sparsity, compression ratio, per layer', () => {
    assert.equal(masks.kept(mask), 3);
    assert.equal(masks.density(mask), 3 / 8);
    assert.equal(masks.sparsity(mask), 5 / 8);
    assert.equal(masks.compressionRatio(mask), 8 / 3);
    assert.deepEqual(masks.layerDensities(mask), { 'fc1.weight': 0.5, 'fc2.weight': 0.25 });
    assert.equal(masks.density(masks.denseMask(model)), 1);
  });

  it('zeroes pruned weights and leaves biases and the original alone', () => {
    const parameters = {
      'fc1.weight': Float32Array.from([1, 2, 3, 4]),
      'fc1.bias': Float32Array.from([5, 6]),
    };
    const pruned = masks.applyMask(parameters, mask);
    assert.deepEqual(pruned['fc1.weight'], Float32Array.from([1, 0, 0, 4]));
    assert.deepEqual(pruned['fc1.bias'], Float32Array.from([5, 6]));
    assert.deepEqual(parameters['fc1.weight'], Float32Array.from([1, 2, 3, 4]));
  });

  it('knows nested masks', () => {
    const smaller = { ...mask, 'fc1.weight': Uint8Array.from([1, 0, 0, 0]) };
    assert.equal(masks.isNested(smaller, mask), true);
    assert.equal(masks.isNested(mask, smaller), false);
  });

  it('says which entry does not fit the model', () => {
    masks.checkMask(model, mask);
    assert.throws(
      () => masks.checkMask(model, { ...mask, 'fc2.weight': new Uint8Array(3) }),
      /mask of 'fc2\.weight' has 3 entries, but mlp-2 needs 4 \(shape \[2, 2\]\)/,
    );
    assert.throws(
      () => masks.checkMask(model, { 'fc1.weight': mask['fc1.weight'] }),
      /'fc2\.weight' has no entry/,
    );
    assert.throws(
      () => masks.checkMask(model, { ...mask, 'fc1.bias': new Uint8Array(2) }),
      /entry 'fc1\.bias', but mlp-2 can prune only fc1\.weight, fc2\.weight/,
    );
  });
});
