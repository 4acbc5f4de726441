import assert from 'node:assert/strict';
import { UserError } from '../../../src/errors.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { createArena } from '../../../src/engine/wasm/memory/arena.js';
import { lower } from '../../../src/engine/wasm/lower.js';
import { DEFAULT_PATHS } from '../../../src/engine/wasm/paths.js';
import type { Layer } from '../../../src/models/layer.js';
import type { Model } from '../../../src/models/model.js';
import { buildModel } from '../../../src/models/register.js';

function lowered(model: Model, fuse = true) {
  const workshop = {
    arena: createArena(),
    tables: [],
    batchSize: 4,
    mask: undefined,
    optimizer: undefined,
    paths: DEFAULT_PATHS,
    holdGates: false,
  };
  return lower(model, workshop, { fuse, keep: !fuse, seed: 0 });
}

const conv: Layer = { kind: 'conv2d', name: 'conv', channels: 4, kernel: 3, bias: false };
const bn: Layer = { kind: 'batchNorm', name: 'bn' };
const relu: Layer = { kind: 'relu' };
const model = (layers: readonly Layer[]): Model => ({
  name: 'a model',
  inputShape: [2, 4, 4],
  numClasses: 3,
  layers: [...layers, { kind: 'dense', name: 'fc', units: 3 }],
});

describe('lowering', () => {
  it('fuses a ReLU into the layer before it, and the end of a residual block', () => {
    const block: Layer = { kind: 'residual', name: 'block', body: [conv, bn], shortcut: [] };
    const { operators } = lowered(model([{ ...conv, name: 'first' }, bn, relu, block, relu]));
    assert.deepEqual(
      operators.map(({ name }) => name),
      ['first', 'bn', 'block.body.conv', 'block.body.bn', 'block.body.bn as rows', 'fc'],
    );
  });

  it('fuses nothing where every output is to be kept', () => {
    const { operators, outputs, kept } = lowered(model([conv, relu, bn, relu]), false);
    assert.deepEqual([...outputs.keys()], ['conv', 'relu2', 'bn', 'relu4', 'fc']);
    assert.equal(operators.length, 6); // and one that goes from blocks to rows
    assert.equal(kept.size, 5);
  });

  it('adds a residual that is the input of the normalisation by itself', () => {
    const flat: Layer = { kind: 'flatten' };
    const block: Layer = { kind: 'residual', name: 'block', body: [flat, bn], shortcut: [] };
    const { operators } = lowered(model([flat, block]));
    assert.deepEqual(
      operators.map(({ name, inputs }) => [name, inputs.length]),
      [
        ['block.body.bn', 1],
        ['block', 2],
        ['fc', 1],
      ],
    );
  });

  it('has no place for a convolution after a flatten', () => {
    assert.throws(
      () => wasmEngine().compile(model([{ kind: 'flatten' }, conv]), { batchSize: 1 }),
      (error) => error instanceof UserError && /a conv2d follows .* a flatten/.test(error.message),
    );
  });

  it('runs pictures in blocks and features in rows', () => {
    assert.equal(lowered(buildModel('resnet-8-w4', [3, 8, 8], 5)).input.layout, 'blocks');
    assert.equal(lowered(buildModel('lenet-300-100', [1, 28, 28], 10)).input.layout, 'rows');
  });
});
