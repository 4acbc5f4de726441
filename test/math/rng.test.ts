import assert from 'node:assert/strict';
import { permutation, stream, xoshiro128 } from '../../src/math/rng.js';

describe('rng', () => {
  it('is xoshiro128** 1.1: ten values of the reference implementation', () => {
    const rng = xoshiro128(1, 2, 3, 4);
    const values = Array.from({ length: 10 }, () => rng.uint32());
    assert.deepEqual(
      values,
      [
        11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
        4258142804,
      ],
    );
  });

  it('pins the streams: the same seed and name give the same numbers for ever', () => {
    // the first value of a stream worked out from sha256 and the recurrence in another language
    assert.equal(stream(0, 'init').uint32(), 4274989983);
    assert.equal(stream(1, 'init').uint32(), 1424941314);
    assert.equal(stream(0, 'order').uint32(), 2782927739);
  });

  it('keeps streams apart: drawing from one never moves another', () => {
    const a = stream(5, 'init');
    const b = stream(5, 'order');
    for (let i = 0; i < 100; i++) a.uniform();
    assert.equal(b.uint32(), stream(5, 'order').uint32());
  });

  it('draws uniform, integer and normal numbers with the right moments', () => {
    const rng = stream(11, 'moments');
    const n = 200_000;
    let [sum, normal, square, fourth] = [0, 0, 0, 0];
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < n; i++) {
      const u = rng.uniform();
      assert.ok(u >= 0 && u < 1);
      sum += u;
      counts[rng.below(7)]++;
      const z = rng.normal();
      normal += z;
      square += z * z;
      fourth += z * z * z * z;
    }
    // five standard errors each: 0.289 for u, 1 for z, sqrt(2) for z^2, sqrt(96) for z^4
    const within = (value: number, expected: number, deviation: number): void =>
      assert.ok(Math.abs(value - expected) < (5 * deviation) / Math.sqrt(n), `${value}`);
    within(sum / n, 0.5, 0.289);
    within(normal / n, 0, 1);
    within(square / n, 1, Math.sqrt(2));
    within(fourth / n, 3, Math.sqrt(96));
    for (const count of counts) within(count / n, 1 / 7, 0.35);
  });

  it('shuffles into permutations', () => {
    const order = permutation(500, stream(2, 'order'));
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: 500 }, (_, i) => i),
    );
    assert.notDeepEqual(order, permutation(500, stream(3, 'order')));
  });

  it('rejects a seed that is no integer', () => {
    assert.throws(() => stream(1.5, 'init'), /A seed must be an integer, but got 1\.5/);
  });
});
