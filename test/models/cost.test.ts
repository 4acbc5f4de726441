import assert from 'node:assert/strict';
import { forwardMacs } from '../../src/models/cost.js';
import { denseMask } from '../../src/models/mask.js';
import type { Model } from '../../src/models/model.js';

// A residual block at 4x4 pixels, halved to 2x2, then a dense layer on 2 * 2 * 3 features.
const model: Model = {
  name: 'tiny',
  inputShape: [2, 4, 4],
  numClasses: 5,
  layers: [
    {
      kind: 'residual',
      name: 'block',
      body: [{ kind: 'conv2d', name: 'conv', channels: 3, kernel: 3, stride: 2 }],
      shortcut: [{ kind: 'conv2d', name: 'conv', channels: 3, kernel: 1, stride: 2, bias: false }],
    },
    { kind: 'batchNorm', name: 'bn' },
    { kind: 'dense', name: 'fc', units: 5 },
  ],
};

describe('cost', () => {
  it('counts a weight once per output pixel', () => {
    assert.equal(forwardMacs(model), 4 * (3 * 2 * 9) + 4 * (3 * 2) + 12 * 5);
  });

  it('counts only what a mask keeps', () => {
    const mask = denseMask(model);
    assert.equal(forwardMacs(model, mask), forwardMacs(model));
    mask['block.body.conv.weight'].fill(0, 0, 10);
    mask['fc.weight'].fill(0, 0, 7);
    assert.equal(forwardMacs(model, mask), forwardMacs(model) - 40 - 7);
  });
});
