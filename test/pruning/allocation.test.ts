import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.js';
import { density, isNested, kept, type Mask } from '../../src/models/mask.js';
import {
  allocateGlobal,
  allocateLayerwise,
  checkDensity,
  keepLargest,
} from '../../src/pruning/allocation.js';
import { goldenCases } from './golden.js';

const mask = (...ones: number[]): Mask => ({ w: Uint8Array.from(ones) });
const scores = (...values: number[]): Record<string, Float32Array> => ({
  w: Float32Array.from(values),
});

function without(record: Mask, names: readonly string[]): Mask {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

describe('allocation against the official open_lth code', () => {
  for (const file of ['openlth-imp-mlp.json', 'openlth-imp-conv.json']) {
    for (const { name, ignored, levels } of goldenCases(file)) {
      it(`${file}, ${name}: the same masks, once its off-by-one is allowed for`, () => {
        levels.forEach((level) => {
          const prunable = without(level.mask, ignored);
          const names = Object.keys(prunable);
          const survivors = kept(prunable);
          const theirs = keepLargest(names, level.scores, prunable, survivors - level.toPrune - 1);
          assert.deepEqual(theirs, without(level.nextMask, ignored));
          // What they meant, and what we do: one weight more survives, the one at the threshold.
          const ours = keepLargest(names, level.scores, prunable, survivors - level.toPrune);
          assert.equal(kept(ours), kept(theirs) + 1);
          assert.ok(isNested(theirs, ours));
        });
        assert.ok(levels.length >= 4);
      });
    }
  }

  it('keeps exactly round(density * n) where the official code keeps two fewer', () => {
    const [{ levels }] = goldenCases('openlth-imp-mlp.json');
    const [first] = levels;
    const ours = allocateGlobal(first.scores, first.mask, 0.8);
    assert.equal(kept(first.mask), 572);
    assert.equal(kept(ours), Math.round(0.8 * 572)); // 458
    assert.equal(kept(first.nextMask), 456); // 572 - (ceil(0.2 * 572) + 1)
    assert.ok(isNested(first.nextMask, ours));
  });
});

describe('keepLargest', () => {
  it('breaks ties in favour of the lower index and keeps the exact count', () => {
    assert.deepEqual(keepLargest(['w'], scores(1, 2, 2, 2, 3), mask(1, 1, 1, 1, 1), 3), {
      w: Uint8Array.from([0, 1, 1, 0, 1]),
    });
    // Where all are equal the official code prunes every weight.
    assert.deepEqual(keepLargest(['w'], scores(1, 1, 1, 1, 1), mask(1, 1, 1, 1, 1), 4), {
      w: Uint8Array.from([1, 1, 1, 1, 0]),
    });
  });

  it('never brings a pruned weight back, whatever its score', () => {
    assert.deepEqual(keepLargest(['w'], scores(9, 1, 2), mask(0, 1, 1), 1), {
      w: Uint8Array.from([0, 0, 1]),
    });
  });

  it('keeps none when none are asked for', () => {
    assert.equal(kept(keepLargest(['w'], scores(1, 2), mask(1, 1), 0)), 0);
  });

  it('says what is wrong with impossible requests', () => {
    assert.throws(() => keepLargest(['w'], scores(1, 2), mask(1, 0), 2), {
      name: 'UserError',
      message: /2 weights of w were to be kept, but only 1 are left/,
    });
    assert.throws(
      () => keepLargest(['w'], scores(1), mask(1, 1), 1),
      /'w' has 2 weights, but 1 scores/,
    );
    assert.throws(
      () => keepLargest(['w'], scores(1, Number.NaN), mask(1, 1), 1),
      /The score of weight 1 of 'w' is not a number/,
    );
    assert.throws(
      () => keepLargest(['w'], scores(1, -Infinity), mask(1, 1), 1, { scorer: 'snip' }),
      /weight 1 of 'w', given by the scorer 'snip', is -Infinity\. Most likely a weight is infinite/,
    );
    assert.throws(
      () => keepLargest(['w'], scores(1, 2), mask(1, 1), 0.5),
      /must be a whole number, but is 0.5/,
    );
  });

  it('ignores the scores of pruned weights, even if they are not finite', () => {
    assert.deepEqual(keepLargest(['w'], scores(NaN, 1, 2, Infinity), mask(0, 1, 1, 0), 1), {
      w: Uint8Array.from([0, 0, 1, 0]),
    });
  });

  it('keeps largest scores of either sign, with -0 equal to 0', () => {
    assert.deepEqual(keepLargest(['w'], scores(-3, -0, -1, 0, -2), mask(1, 1, 1, 1, 1), 1), {
      w: Uint8Array.from([0, 1, 0, 0, 0]),
    });
    assert.deepEqual(keepLargest(['w'], scores(-3, -0, -1, 0, -2), mask(1, 1, 1, 1, 1), 4), {
      w: Uint8Array.from([0, 1, 1, 1, 1]),
    });
  });
});

describe('scopes', () => {
  const two = { a: Uint8Array.from([1, 1, 1, 1]), b: Uint8Array.from([1, 1, 1, 1]) };
  const values = { a: Float32Array.from([8, 7, 6, 5]), b: Float32Array.from([4, 3, 2, 1]) };

  it('layerwise keeps a share of each layer', () => {
    const result = allocateLayerwise(values, two, { a: 0.5, b: 0.25 });
    assert.deepEqual(result, {
      a: Uint8Array.from([1, 1, 0, 0]),
      b: Uint8Array.from([1, 0, 0, 0]),
    });
  });

  it('global lets the layers compete, even until one is gone', () => {
    const result = allocateGlobal(values, two, 0.5);
    assert.deepEqual(result.a, Uint8Array.from([1, 1, 1, 1]));
    assert.deepEqual(result.b, Uint8Array.from([0, 0, 0, 0]));
    assert.equal(density(result), 0.5);
  });

  it('rejects a density outside (0, 1]', () => {
    for (const bad of [0, -0.1, 1.01, Number.NaN]) {
      assert.throws(() => checkDensity(bad, 'x'), UserError);
      assert.throws(() => allocateGlobal(values, two, bad), /fraction of weights kept, above 0/);
      assert.throws(() => allocateLayerwise(values, two, { a: bad, b: 1 }), /'a' is/);
    }
    checkDensity(1, 'x');
  });
});
