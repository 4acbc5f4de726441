import assert from 'node:assert/strict';
import { countKept, isNested, kept, type Mask } from '../../src/models/mask.js';
import { keepLargest } from '../../src/pruning/allocation.js';
import type { Scores } from '../../src/pruning/scorer.js';
import { sddPrunings } from './sdd-golden.js';

const { names, magnitudes, random, fraction, masks } = sddPrunings();

const dense: Mask = Object.fromEntries(
  Object.entries(magnitudes).map(([name, { length }]) => [name, new Uint8Array(length).fill(1)]),
);

/** What is pruned together: all of the pools of one pruning, in turn. */
type Pools = readonly (readonly string[])[];

const global: Pools = [names];
const layerwise: Pools = names.map((name) => [name]);

const survivorsOf = (pool: readonly string[], mask: Mask): number =>
  pool.reduce((sum, name) => sum + countKept(mask[name]), 0);

const parts = (mask: Mask, pool: readonly string[]): Mask =>
  Object.fromEntries(pool.map((name) => [name, mask[name]]));

/**
 * What their code keeps of a pool, `score > sorted[n]` with n = ceil(fraction * survivors): one fewer
 * than it set out to keep, or more where scores equal the threshold.
 */
function theirCount(pool: readonly string[], scores: Scores, mask: Mask, n: number): number {
  const survivors = pool.flatMap((name) => [...scores[name].filter((_, i) => mask[name][i] === 1)]);
  const threshold = survivors.toSorted((a, b) => a - b)[n];
  return survivors.filter((score) => score > threshold).length;
}

/** Their way to prune, the pools, the scores, and what a fraction is taken of: the pool, or all. */
const ways: readonly [way: string, Pools, Scores, of: 'pool' | 'all'][] = [
  ['magnitude_global', global, magnitudes, 'pool'],
  ['magnitude_global_ignore_first', [names.slice(1)], magnitudes, 'all'],
  ['magnitude_layer', layerwise, magnitudes, 'pool'],
  ['magnitude_layer_first_2', layerwise.slice(0, 2), magnitudes, 'pool'],
  ['magnitude_layer_last_1', layerwise.slice(-1), magnitudes, 'pool'],
  ['random_global', global, random, 'pool'],
  ['random_layer', layerwise, random, 'pool'],
];

describe('masks of the code of sparse double descent', () => {
  for (const [way, pools, scores, of] of ways) {
    it(`${way}: the same three times in a row, given their counts`, () => {
      assert.equal(masks[way].length, 3);
      let mask = dense;
      for (const expected of masks[way]) {
        let next = mask;
        for (const pool of pools) {
          const survivors = survivorsOf(pool, mask);
          const n = Math.ceil(fraction * survivorsOf(of === 'pool' ? pool : names, mask));
          const count = theirCount(pool, scores, mask, n);
          const theirs = keepLargest(pool, scores, mask, count);
          assert.deepEqual(theirs, parts(expected, pool));
          // Ours keeps all that is to be kept: the weight at the threshold too.
          const ours = keepLargest(pool, scores, mask, survivors - n);
          assert.ok(kept(ours) > count);
          assert.ok(isNested(theirs, ours));
          next = { ...next, ...theirs };
        }
        assert.deepEqual(next, expected, 'what is in no pool stays');
        mask = next;
      }
    });
  }

  it('keep exactly one weight fewer than was meant, unless scores are tied', () => {
    const meant = (way: string): number[] =>
      [dense, ...masks[way]]
        .slice(0, 3)
        .map((mask) => kept(mask) - Math.ceil(fraction * kept(mask)));
    assert.deepEqual(meant('magnitude_global'), [539, 430, 343]);
    assert.deepEqual(masks.magnitude_global.map(kept), [538, 429, 342]);
    // At the first and the second threshold two parameters share the score.
    assert.deepEqual(meant('random_global'), [539, 429, 341]);
    assert.deepEqual(masks.random_global.map(kept), [537, 427, 340]);
  });

  it('prune_max_magnitude keeps the largest where it was to prune them', () => {
    const [mask] = masks.magnitude_global_prune_max_magnitude_BUGGY;
    const n = Math.ceil(fraction * kept(dense));
    assert.equal(n, 135);
    assert.deepEqual(keepLargest(names, magnitudes, dense, n), mask);
  });
});
