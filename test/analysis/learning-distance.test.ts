import assert from 'node:assert/strict';
import fs from 'node:fs';
import { learningDistance } from '../../src/analysis/learning-distance.js';
import { applyMask, type Mask } from '../../src/models/mask.js';
import { mlp } from '../../src/models/mlp.js';
import type { Model, Parameters } from '../../src/models/model.js';
import { assertClose } from '../support/close.js';

interface Fixture {
  readonly mask: Record<string, string>;
  readonly initial: Record<string, number[]>;
  readonly final: Record<string, number[]>;
  readonly expected: {
    readonly officialSumOfSquaresFloat32: number;
    readonly sumOfSquares: number;
    readonly distance: number;
    readonly perTensorSumOfSquares: Record<string, number>;
    readonly prunableOnly: number;
    readonly initialUnmasked: number;
    readonly finalUnmaskedSumOfSquaresFloat32: number;
  };
}

const fixture = JSON.parse(
  fs.readFileSync(new URL('../fixtures/sdd-learning-distance.json', import.meta.url), 'utf8'),
) as Fixture;

/** The names by which their code and ours know the parameters of a batch normalisation. */
const renamed: Readonly<Record<string, string>> = {
  'bn.weight': 'bn.scale',
  'bn.bias': 'bn.shift',
  'bn.running_mean': 'bn.mean',
  'bn.running_var': 'bn.variance',
};

const ourName = (name: string): string => renamed[name] ?? name;

const read = (tensors: Record<string, number[]>): Parameters =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, values]) => [ourName(name), Float32Array.from(values)]),
  );

describe('learning distance', () => {
  const model: Model = {
    name: 'golden',
    inputShape: [10, 1, 1],
    numClasses: 4,
    layers: [
      { kind: 'dense', name: 'l1', units: 12 },
      { kind: 'batchNorm', name: 'bn' },
      { kind: 'relu' },
      { kind: 'dense', name: 'l2', units: 8 },
      { kind: 'relu' },
      { kind: 'dense', name: 'fc', units: 4 },
    ],
  };
  const mask: Mask = Object.fromEntries(
    Object.entries(fixture.mask).map(([name, bits]) => [name, Uint8Array.from(bits, Number)]),
  );
  const [initial, final] = [read(fixture.initial), read(fixture.final)];
  const [start, end] = [applyMask(initial, mask), applyMask(final, mask)];
  const { expected } = fixture;
  const squared = (from: Parameters, to: Parameters): number => {
    const distance = learningDistance(model, from, to);
    return distance * distance;
  };

  it("from a masked start is the root of the sum of squares of the authors' code", () => {
    assertClose(learningDistance(model, start, end), expected.distance, 1e-8);
    assertClose(squared(start, end), expected.sumOfSquares, 1e-8);
    assertClose(squared(start, end), expected.officialSumOfSquaresFloat32, 1e-5);
  });

  it('from the dense start, as the paper has it, holds the norm of what was pruned', () => {
    assertClose(learningDistance(model, initial, end), expected.initialUnmasked, 1e-8);
    assertClose(squared(initial, end), squared(start, end) + squared(initial, start), 1e-12);
  });

  it('of weights that still hold what is masked is another', () => {
    assertClose(squared(start, final), expected.finalUnmaskedSumOfSquaresFloat32, 1e-5);
  });

  it('of every tensor alone, running statistics not among them', () => {
    const alone = (name: string): number => squared(start, { ...start, [name]: end[name] });
    for (const [name, sum] of Object.entries(expected.perTensorSumOfSquares)) {
      assertClose(alone(ourName(name)), sum, 1e-8);
    }
    assert.equal(Object.keys(expected.perTensorSumOfSquares).length, 8);
    assert.notDeepEqual(start['bn.mean'], end['bn.mean']);
    assert.deepEqual([alone('bn.mean'), alone('bn.variance')], [0, 0]);
  });

  it('of the prunable parameters only', () => {
    const distance = learningDistance(model, start, end, { over: 'prunable' });
    assertClose(distance, expected.prunableOnly, 1e-8);
  });

  it('says whose parameters are not of the model', () => {
    const small = mlp({ inputShape: [1, 1, 2], hidden: [], numClasses: 2 });
    const from = { 'fc1.weight': Float32Array.of(1, 2, 3, 4), 'fc1.bias': Float32Array.of(0, 0) };
    const to = { 'fc1.weight': Float32Array.of(1, 2, 0, 0), 'fc1.bias': Float32Array.of(0, 12) };
    assert.equal(learningDistance(small, from, to), 13);
    assert.equal(learningDistance(small, from, to, { over: 'prunable' }), 5);
    assert.throws(() => learningDistance(model, from, to), /golden lack 'l1\.weight'/);
    assert.throws(() => learningDistance(small, from, {}), /lack 'fc1\.weight'/);
  });
});
