import assert from 'node:assert/strict';
import { lenet300100, mlp } from '../../src/models/mlp.js';
import { checkParameters, parameterSpecs, prunableSpecs } from '../../src/models/model.js';
import { buildModel } from '../../src/models/register.js';

describe('mlp', () => {
  it('is LeNet-300-100 with the 266,200 weights and 410 biases of the papers', () => {
    const model = lenet300100();
    const size = (specs: { size: number }[]): number => specs.reduce((sum, s) => sum + s.size, 0);
    assert.deepEqual(
      prunableSpecs(model).map((s) => s.size),
      [235_200, 30_000, 1_000],
    );
    assert.equal(size(parameterSpecs(model)), 266_200 + 410);
    assert.equal(size(prunableSpecs(lenet300100([1, 14, 14]))), 89_800);
  });

  it('puts a ReLU after every layer but the last', () => {
    const { layers } = mlp({ inputShape: [1, 2, 2], hidden: [3], numClasses: 2 });
    assert.deepEqual(
      layers.map((l) => l.kind),
      ['dense', 'relu', 'dense'],
    );
    assert.deepEqual(
      parameterSpecs(mlp({ inputShape: [1, 2, 2], hidden: [3], numClasses: 2 })).map((s) => [
        s.name,
        s.shape,
        s.prunable,
      ]),
      [
        ['fc1.weight', [3, 4], true],
        ['fc1.bias', [3], false],
        ['fc2.weight', [2, 3], true],
        ['fc2.bias', [2], false],
      ],
    );
  });

  it('rejects layers without units, unknown models and misfit parameters', () => {
    assert.throws(
      () => mlp({ inputShape: [1, 2, 2], hidden: [0], numClasses: 2 }),
      /at least one unit, but got 0/,
    );
    assert.throws(
      () => buildModel('lenet-300-10', [1, 28, 28], 10),
      /Did you mean 'lenet-300-100'/,
    );
    const model = mlp({ inputShape: [1, 1, 2], hidden: [], numClasses: 2 });
    const weight = new Float32Array(4);
    assert.throws(() => checkParameters(model, { 'fc1.weight': weight }), /lack 'fc1\.bias'/);
    assert.throws(
      () => checkParameters(model, { 'fc1.weight': weight, 'fc1.bias': new Float32Array(3) }),
      /'fc1\.bias' of mlp- has 3 values, but 2 are expected/,
    );
  });
});
