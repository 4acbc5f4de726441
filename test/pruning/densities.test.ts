import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { densitiesOfRounds } from '../../src/pruning/densities.js';

describe('densitiesOfRounds', () => {
  it('falls by the same factor, or by the same amount', () => {
    assert.deepEqual(densitiesOfRounds(0.0625, { iterations: 4 }), [0.5, 0.25, 0.125, 0.0625]);
    assert.deepEqual(
      densitiesOfRounds(0.5, { iterations: 4, schedule: 'linear' }),
      [0.875, 0.75, 0.625, 0.5],
    );
    assert.deepEqual(densitiesOfRounds(0.1), [0.1]);
    assert.deepEqual(densitiesOfRounds(1, { iterations: 3 }), [1, 1, 1]);
  });

  it('begins anywhere', () => {
    assert.deepEqual(densitiesOfRounds(0.125, { iterations: 2, from: 0.5 }), [0.25, 0.125]);
    assert.deepEqual(
      densitiesOfRounds(0.25, { iterations: 2, from: 0.5, schedule: 'linear' }),
      [0.375, 0.25],
    );
  });

  it('is d^(k/n) to 1e-13 over 100 rounds, and ends with exactly d', () => {
    for (const density of [0.5, 1e-3, 9.49e-7]) {
      const densities = densitiesOfRounds(density, { iterations: 100 });
      densities.forEach((found, i) => {
        const expected = Math.pow(density, (i + 1) / 100);
        assert.ok(Math.abs(found / expected - 1) < 1e-13, `${density}, round ${i + 1}`);
      });
      assert.equal(densities[99], density);
    }
  });

  it('has the same bits on every machine', () => {
    const bits = Float64Array.from(densitiesOfRounds(0.001, { iterations: 100 }));
    const hash = createHash('sha256').update(bits).digest('hex').slice(0, 16);
    assert.equal(hash, '3b7ac6862c1bf128');
  });

  it('refuses rounds and schedules that do not exist', () => {
    for (const iterations of [0, -1, 1.5, NaN]) {
      assert.throws(() => densitiesOfRounds(0.5, { iterations }), {
        name: 'UserError',
        message: `The number of iterations must be a positive whole number, but is ${iterations}.`,
      });
    }
    assert.throws(
      () => densitiesOfRounds(0.5, { schedule: 'exponental' as never }),
      /There is no schedule 'exponental'. Did you mean 'exponential'/,
    );
  });
});
