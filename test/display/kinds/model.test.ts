import assert from 'node:assert/strict';
import { modelBundle } from '../../../src/display/kinds/model.js';
import type { Model } from '../../../src/models/model.js';

describe('model', () => {
  const net: Model = {
    name: 'tiny',
    inputShape: [1, 4, 4],
    numClasses: 3,
    layers: [
      { kind: 'conv2d', name: 'conv', channels: 2, kernel: 3, stride: 2 },
      { kind: 'batchNorm', name: 'norm' },
      { kind: 'relu' },
      { kind: 'dense', name: 'fc', units: 3 },
    ],
  };

  it('lists layers with output shapes and parameters', () => {
    assert.equal(
      modelBundle(net)['text/plain'],
      'layer  kind                                    output     parameters\n' +
        'input                                          1 x 4 x 4\n' +
        'conv   convolution 3 x 3, stride 2, padding 1  2 x 2 x 2          20\n' +
        'norm   batch norm                              2 x 2 x 2           4\n' +
        'relu3  relu                                    2 x 2 x 2\n' +
        'fc     dense                                   3                  27\n' +
        'tiny                                                              51\n' +
        '96 multiply-adds for each example.',
    );
  });

  it('adds what a mask keeps', () => {
    const mask = {
      'conv.weight': new Uint8Array(18).fill(1),
      'fc.weight': Uint8Array.from({ length: 24 }, (_, i) => (i < 6 ? 1 : 0)),
    };
    const text = String(modelBundle(net, { mask })['text/plain']);
    assert.match(text, /^fc +dense +3 +27 +6 +25\.0 % ███░{7}$/m);
    assert.match(text, /^tiny +51 +24 +57\.1 %/m);
    assert.match(text, /^78 multiply-adds/m);
  });

  it('rejects the mask of another model', () => {
    assert.throws(() => modelBundle(net, { mask: {} }), /mask of 'conv\.weight' has no entry/);
  });
});
