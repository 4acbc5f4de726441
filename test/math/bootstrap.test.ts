import assert from 'node:assert/strict';
import { bootstrapInterval } from '../../src/math/bootstrap.js';
import { stream } from '../../src/math/rng.js';

const skewed = [0.1, 0.2, 0.15, 0.9, 2.5, 0.05, 0.4, 0.3];
const rng = () => stream(1, 'bootstrap');

// Expected: scipy.stats.bootstrap with 400,000 resamples; two of its seeds differ by up to 0.007.
describe('bootstrap', () => {
  it('gives the percentile interval of scipy', () => {
    const interval = bootstrapInterval(skewed, {
      rng: rng(),
      method: 'percentile',
      resamples: 40_000,
    });
    assert.ok(Math.abs(interval[0] - 0.169) < 0.01, String(interval));
    assert.ok(Math.abs(interval[1] - 1.172) < 0.02, String(interval));
  });

  it('gives the BCa interval of scipy, shifted towards the long tail', () => {
    const interval = bootstrapInterval(skewed, { rng: rng(), resamples: 40_000 });
    assert.ok(Math.abs(interval[0] - 0.225) < 0.01, String(interval));
    assert.ok(Math.abs(interval[1] - 1.497) < 0.03, String(interval));
  });

  it('repeats itself with the same stream and not with another', () => {
    const once = bootstrapInterval(skewed, { rng: rng(), resamples: 500 });
    assert.deepEqual(bootstrapInterval(skewed, { rng: rng(), resamples: 500 }), once);
    const other = bootstrapInterval(skewed, { rng: stream(2, 'bootstrap'), resamples: 500 });
    assert.notDeepEqual(other, once);
  });

  it('is wider at a higher confidence', () => {
    const at = (confidence: number) =>
      bootstrapInterval(skewed, { rng: rng(), resamples: 5000, confidence });
    assert.ok(at(0.99)[1] > at(0.9)[1]);
    assert.ok(at(0.99)[0] < at(0.9)[0]);
  });

  it('copes with values that are all the same, and refuses bad input', () => {
    assert.deepEqual(bootstrapInterval([2, 2, 2], { rng: rng() }), [2, 2]);
    assert.throws(() => bootstrapInterval([1], { rng: rng() }), /at least 2 values/);
    assert.throws(
      () => bootstrapInterval(skewed, { rng: rng(), resamples: 10 }),
      /at least 100 resamples, but got 10/,
    );
  });
});
