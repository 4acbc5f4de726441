import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.js';
import { type Junction, junctions, type JunctionOptions } from '../../src/models/junctions.js';
import type { Layer } from '../../src/models/layer.js';
import { mlp } from '../../src/models/mlp.js';
import { type Model, parameterSpecs, prunableSpecs } from '../../src/models/model.js';
import { buildModel, modelNames } from '../../src/models/register.js';

/** One line for each junction: name(units): producers -> consumers. */
function described(model: Model, options?: JunctionOptions): string[] {
  return junctions(model, options).map(({ name, units, producers, consumers }) => {
    const from = producers.map(({ parameter }) => parameter).join(' ');
    return `${name}(${units}): ${from} -> ${consumers.map((c) => c.parameter).join(' ')}`;
  });
}

function named(model: Model, name: string): Junction {
  return junctions(model).find((junction) => junction.name === name)!;
}

const relu: Layer = { kind: 'relu' };
const conv = (name: string, channels: number, groups = 1): Layer => {
  return { kind: 'conv2d', name, channels, kernel: 3, bias: false, groups };
};
const norm = (name: string): Layer => ({ kind: 'batchNorm', name });
const net = (layers: Layer[]): Model => {
  return { name: 'net', inputShape: [4, 6, 6], numClasses: 2, layers };
};

describe('junctions', () => {
  it('of an MLP are its layers of units', () => {
    const model = mlp({ inputShape: [1, 2, 2], hidden: [3, 5], numClasses: 2 });
    assert.deepEqual(described(model), [
      'input(1):  -> fc1.weight',
      'fc1(3): fc1.weight fc1.bias -> fc2.weight',
      'fc2(5): fc2.weight fc2.bias -> fc3.weight',
      'output(2): fc3.weight fc3.bias -> ',
    ]);
    const kinds = junctions(model).map(({ kind }) => kind);
    assert.deepEqual(kinds, ['input', 'hidden', 'hidden', 'output']);
    const fc1 = { parameter: 'fc1.weight', outputs: 3, inputs: 4, kernelArea: 1, groups: 1 };
    assert.deepEqual(named(model, 'input').consumers, [fc1]);
  });

  it('give a flattened channel all its pixels', () => {
    const model = buildModel('lenet-5', [1, 28, 28], 10);
    const { units, consumers } = named(model, 'conv2');
    assert.equal(units, 16);
    assert.deepEqual(consumers[0].inputs, 16 * 4 * 4);
  });

  it('join what an identity shortcut adds, but not what a convolution separates', () => {
    const body = [conv('conv1', 4), norm('bn1'), relu, conv('conv2', 4), norm('bn2')];
    const model = net([
      conv('stem', 4),
      { kind: 'residual', name: 'one', body, shortcut: [] },
      relu,
      { kind: 'residual', name: 'two', body: [conv('conv', 8)], shortcut: [conv('skip', 8)] },
      { kind: 'globalAveragePool' },
      { kind: 'dense', name: 'fc', units: 2 },
    ]);
    const bn = (name: string): string => `${name}.scale ${name}.shift ${name}.mean`;
    assert.deepEqual(described(model), [
      'input(4):  -> stem.weight',
      `stem(4): stem.weight one.body.conv2.weight ${bn('one.body.bn2')} -> ` +
        'one.body.conv1.weight two.body.conv.weight two.shortcut.skip.weight',
      `one.body.conv1(4): one.body.conv1.weight ${bn('one.body.bn1')} -> one.body.conv2.weight`,
      'two.shortcut.skip(8): two.shortcut.skip.weight two.body.conv.weight -> fc.weight',
      'output(2): fc.weight fc.bias -> ',
    ]);
  });

  it('end before a normalisation by the batch, whose scale and shift feed the next', () => {
    const fc: Layer = { kind: 'dense', name: 'fc', units: 2, bias: false };
    const model = net([conv('conv', 4), norm('bn'), relu, { kind: 'flatten' }, fc]);
    assert.deepEqual(described(model, { mode: 'train' }), [
      'input(4):  -> conv.weight',
      'conv(4): conv.weight -> ',
      'bn(4): bn.scale bn.shift -> fc.weight',
      'output(2): fc.weight -> ',
    ]);
  });

  it('know groups of channels', () => {
    const model = net([conv('grouped', 6, 2), conv('fc', 2)]);
    const grouped = {
      parameter: 'grouped.weight',
      outputs: 6,
      inputs: 4,
      kernelArea: 9,
      groups: 2,
    };
    assert.deepEqual(named(model, 'input').consumers, [grouped]);
  });

  it('have the coarsest units where channels meet features', () => {
    const skip: Layer[] = [{ kind: 'flatten' }];
    const body: Layer[] = [{ kind: 'dense', name: 'fc1', units: 4 * 36 }];
    const fc2: Layer = { kind: 'dense', name: 'fc2', units: 2 };
    const model = net([
      conv('conv', 4),
      { kind: 'residual', name: 'r', body, shortcut: skip },
      fc2,
    ]);
    const { units, consumers } = named(model, 'conv');
    assert.equal(units, 4);
    assert.deepEqual(
      consumers.map(({ inputs }) => inputs),
      [144, 144],
    );
  });

  it('name the layers through which flow is not conserved', () => {
    const dense = (name: string, units: number): Layer => ({ kind: 'dense', name, units });
    const model = net([
      dense('fc1', 3),
      { kind: 'tanh' },
      dense('fc2', 3),
      { kind: 'leakyRelu' },
      dense('fc3', 3),
      { kind: 'layerNorm', name: 'ln' },
      relu,
      dense('fc4', 2),
    ]);
    assert.deepEqual(
      junctions(model).map(({ inhomogeneous }) => inhomogeneous),
      [[], ['tanh2'], [], ['ln'], []],
    );
  });

  it('of every model hold every weight once at each end', () => {
    for (const name of modelNames().filter((each) => !each.startsWith('gru'))) {
      const model = buildModel(name, [3, 32, 32], 10);
      for (const mode of ['eval', 'train'] as const) {
        const found = junctions(model, { mode });
        const weights = prunableSpecs(model).map((spec) => spec.name);
        const consumed = found.flatMap(({ consumers }) => consumers.map((c) => c.parameter));
        assert.deepEqual(consumed.sort(), weights.sort(), name);
        const produced = found.flatMap(({ producers }) => producers.map((p) => p.parameter));
        const left = mode === 'train' ? ['variance', 'mean'] : ['variance'];
        const all = parameterSpecs(model).filter(({ role }) => !left.includes(role));
        assert.deepEqual(produced.sort(), all.map((spec) => spec.name).sort(), name);
      }
    }
  });

  it('refuse a GRU, and say why', () => {
    const model = buildModel('gru-3', [1, 4, 4], 2);
    assert.throws(
      () => junctions(model),
      (error) =>
        error instanceof UserError && error.message.includes("not conserved in 'gru', a GRU"),
    );
  });

  it('refuse layers whose weights are neither dense nor convolutions', () => {
    const recurrent = { kind: 'recurrent', name: 'cell', units: 3 } as unknown as Layer;
    assert.throws(() => junctions(net([recurrent])), /'cell', a layer of kind 'recurrent'/);
  });
});
