import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import {
  countLeadingHalves,
  hasNonFinite,
  keepAbove,
  type Pool,
  thresholdOf,
} from '../../src/pruning/threshold.js';

const pool = (scores: readonly number[], bits = scores.map(() => 1), name = 'w'): Pool => ({
  name,
  scores: Float32Array.from(scores),
  bits: Uint8Array.from(bits),
});

function select(pools: readonly Pool[], keep: number): Record<string, Uint8Array> {
  return keepAbove(pools, thresholdOf(pools, countLeadingHalves(pools), keep));
}

/** The same by sorting places: by score, then by place (pools in order). */
function bySorting(pools: readonly Pool[], keep: number): Record<string, Uint8Array> {
  const places = pools.flatMap(({ name, scores, bits }) =>
    [...bits.keys()].filter((i) => bits[i] === 1).map((i) => ({ name, i, score: scores[i] })),
  );
  const best = places.sort((a, b) => b.score - a.score).slice(0, keep); // stable
  return Object.fromEntries(
    pools.map(({ name, bits }) => {
      const kept = new Uint8Array(bits.length);
      for (const place of best) if (place.name === name) kept[place.i] = 1;
      return [name, kept];
    }),
  );
}

const draws: Record<string, (rng: ReturnType<typeof stream>) => number> = {
  normal: (rng) => rng.normal(),
  'many ties': (rng) => rng.below(5) - 2,
  'ties of -0 and 0': (rng) => [-0, 0, 1e-45, -1e-45][rng.below(4)],
  'close neighbours': (rng) => 1 + rng.below(300) * 2 ** -23,
  'negative neighbours': (rng) => -1 - rng.below(300) * 2 ** -23,
  'many magnitudes': (rng) => rng.normal() * 10 ** (rng.below(70) - 38) + 0,
};

describe('threshold', () => {
  for (const [what, draw] of Object.entries(draws)) {
    it(`selects what sorting selects: ${what}`, () => {
      const rng = stream(1, what);
      const random = (name: string, length: number): Pool => ({
        name,
        scores: Float32Array.from({ length }, () => draw(rng)),
        bits: Uint8Array.from({ length }, () => (rng.below(4) > 0 ? 1 : 0)),
      });
      const pools = [random('a', 301), random('b', 7), random('c', 500)];
      const survivors = pools.reduce((n, { bits }) => n + bits.filter((bit) => bit).length, 0);
      for (const keep of [0, 1, 2, 100, 350, survivors - 1, survivors]) {
        assert.deepEqual(select(pools, keep), bySorting(pools, keep), `${keep}`);
      }
    });
  }

  it('names the value, and how many of those that equal it are kept', () => {
    const pools = [pool([3, 2, 2, -1, 2])];
    assert.deepEqual(thresholdOf(pools, countLeadingHalves(pools), 3), { value: 2, ties: 2 });
    assert.deepEqual(select(pools, 3), { w: Uint8Array.from([1, 1, 1, 0, 0]) });
  });

  it('prefers the earlier pool, then the lower index', () => {
    assert.deepEqual(select([pool([1, 1], [1, 1], 'z'), pool([1, 1], [1, 1], 'a')], 3), {
      z: Uint8Array.from([1, 1]),
      a: Uint8Array.from([1, 0]),
    });
  });

  it('sees scores that are not finite, of survivors only', () => {
    for (const score of [NaN, Infinity, -Infinity]) {
      assert.ok(hasNonFinite(countLeadingHalves([pool([1, score])])));
      assert.ok(!hasNonFinite(countLeadingHalves([pool([1, score], [1, 0])])));
    }
    assert.ok(!hasNonFinite(countLeadingHalves([pool([3.4028235e38, -3.4028235e38])])));
  });

  it('reads scores that are a view into a larger buffer', () => {
    const scores = Float32Array.from([9, 9, 1, 3, 2]).subarray(2);
    const view = { name: 'w', scores, bits: Uint8Array.from([0, 1, 1, 1]).subarray(1) };
    assert.deepEqual(select([view], 1), { w: Uint8Array.from([0, 1, 0]) });
  });
});
