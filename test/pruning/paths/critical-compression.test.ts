import assert from 'node:assert/strict';
import { stream } from '../../../src/math/rng.js';
import { denseMask, kept, type Mask } from '../../../src/models/mask.js';
import type { Layer } from '../../../src/models/layer.js';
import { mlp } from '../../../src/models/mlp.js';
import { type Model, prunableSize, prunableSpecs } from '../../../src/models/model.js';
import { buildModel } from '../../../src/models/register.js';
import { resnet } from '../../../src/models/resnet.js';
import { allocateGlobal } from '../../../src/pruning/allocation.js';
import { collapsedLayers } from '../../../src/pruning/paths/collapse.js';
import { hasPath } from '../../../src/pruning/paths/connectivity.js';
import {
  criticalCompression,
  criticalCompressionByPath,
} from '../../../src/pruning/paths/critical-compression.js';
import type { Scores } from '../../../src/pruning/scorer.js';
import { randomMask } from '../../engine/wasm/examples.js';

const floats = (...values: number[]): Float32Array => Float32Array.from(values);
const bits = (...values: number[]): Uint8Array => Uint8Array.from(values);

const grouped: Layer = { kind: 'conv2d', name: 'conv1', channels: 4, kernel: 3, groups: 2 };
const models: Model[] = [
  mlp({ inputShape: [1, 2, 3], hidden: [5, 4], numClasses: 3 }),
  resnet(8, { inputShape: [2, 8, 8], numClasses: 3, width: 3 }),
  {
    name: 'grouped',
    inputShape: [2, 3, 3],
    numClasses: 3,
    layers: [grouped, { kind: 'flatten' }, { kind: 'dense', name: 'fc', units: 3 }],
  },
  buildModel('gru-4', [2, 3, 2], 3),
];

/** Scores of few different values, so that there are many ties. */
function tied(model: Model, seed: number): Scores {
  const rng = stream(seed, 'scores');
  return Object.fromEntries(
    prunableSpecs(model).map(({ name, size }) => [
      name,
      Float32Array.from({ length: size }, () => rng.below(9)),
    ]),
  );
}

/** The most weights up to which a network, pruned to them, is dead; by trying all. */
function deadUpTo(scores: Scores, mask: Mask, alive: (mask: Mask) => boolean): number {
  const size = Object.values(mask).reduce((sum, { length }) => sum + length, 0);
  let count = 0;
  while (!alive(allocateGlobal(scores, mask, (count + 1) / size))) count++;
  return count;
}

describe('critical compression', () => {
  it("is N divided by the rank of the worst layer's best weight", () => {
    // 5 4 3 2 | 2 1: with four weights every layer has one, and then c is the first to go.
    const scores = { a: floats(5, 1), b: floats(3, 4), c: floats(2, 2) };
    const expected = { compressionRatio: 6 / 4, kept: 4, parameter: 'c' };
    assert.deepEqual(criticalCompression(scores), expected);
  });

  it('ranks equal scores by index, layer after layer', () => {
    const scores = { a: floats(1, 1), b: floats(0, 1, 1), c: floats(1) };
    const expected = { compressionRatio: 6 / 5, kept: 5, parameter: 'c' };
    assert.deepEqual(criticalCompression(scores), expected);
  });

  it('ranks the survivors of a mask only', () => {
    const scores = { a: floats(9, 8, 1), b: floats(7, 2) };
    const mask = { a: bits(1, 0, 1), b: bits(0, 1) };
    const expected = { compressionRatio: 5 / 2, kept: 2, parameter: 'b' };
    assert.deepEqual(criticalCompression(scores, mask), expected);
  });

  for (const model of models) {
    it(`is the last before the pruned net is dead, with many ties: ${model.name}`, () => {
      for (let seed = 0; seed < 6; seed++) {
        const scores = tied(model, seed);
        const mask = seed % 2 === 0 ? denseMask(model) : randomMask(model, 0.9, stream(seed, 'm'));
        const alive = (each: Mask): boolean => collapsedLayers(each).length === 0;
        const found = criticalCompression(scores, mask);
        assert.equal(found.kept, deadUpTo(scores, mask, alive) + 1);
        assert.equal(found.compressionRatio, prunableSize(model) / found.kept);
        const fewer = allocateGlobal(scores, mask, (found.kept - 1) / prunableSize(model));
        assert.deepEqual(collapsedLayers(fewer), [found.parameter]);

        const byPath = criticalCompressionByPath(model, scores, mask);
        assert.equal(byPath.kept, deadUpTo(scores, mask, (each) => hasPath(model, each)) + 1);
        const last = allocateGlobal(scores, mask, byPath.kept / prunableSize(model));
        const gone = allocateGlobal(scores, mask, (byPath.kept - 1) / prunableSize(model));
        assert.equal(kept(last), byPath.kept);
        const { parameter } = byPath;
        assert.notDeepEqual(last[parameter], gone[parameter], 'the weight is of that parameter');
      }
    });
  }

  it('has time in a GRU for one recurrent weight less than the picture has rows', () => {
    const scores = {
      'gru.input.weight': floats(0, 5, 3, 0, 0, 0, 9, 0, 0), // a: 9 by n; b: 5 and c: 3 by r
      'gru.recurrent.weight': new Float32Array(27),
      'fc.weight': floats(0, 0, 10, 0, 0, 0), // c
    };
    scores['gru.recurrent.weight'][4 * 3] = 8; // a to b, by z
    scores['gru.recurrent.weight'][8 * 3 + 1] = 7; // b to c, by n
    const at = (rows: number): [number, string] => {
      const model = buildModel('gru-3', [1, rows, 1], 2);
      const found = criticalCompressionByPath(model, scores);
      return [found.kept, found.parameter];
    };
    assert.deepEqual(at(1), [6, 'gru.input.weight']);
    assert.deepEqual(at(2), [5, 'gru.input.weight']);
    assert.deepEqual(at(3), [4, 'gru.recurrent.weight']);
    assert.deepEqual(at(28), [4, 'gru.recurrent.weight']);
  });

  it('refuses what it cannot rank, and masks that are dead already', () => {
    const [model] = models;
    const scores = tied(model, 1);
    const dead = { ...denseMask(model), 'fc2.weight': new Uint8Array(20) };
    assert.throws(() => criticalCompression(scores, dead), /'fc2\.weight' has no weights left/);
    assert.throws(() => criticalCompressionByPath(model, scores, dead), /no path/);
    const short = { ...scores, 'fc2.weight': floats(1) };
    assert.throws(() => criticalCompression(short, denseMask(model)), /20 weights, but 1 scores/);
    const bad = {
      ...scores,
      'fc1.weight': scores['fc1.weight'].map((s, i) => (i === 3 ? NaN : s)),
    };
    assert.throws(() => criticalCompression(bad), /weight 3 of 'fc1\.weight' is not a number/);
    assert.throws(() => criticalCompression({}), /no scores/);
  });
});
