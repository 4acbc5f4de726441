import assert from 'node:assert/strict';
import { packLifetimes } from '../../../../src/engine/wasm/memory/memory-plan.js';
import { stream } from '../../../../src/math/rng.js';

describe('the plan of shared memory', () => {
  it('puts what is never needed together at the same place', () => {
    const { offsets, total } = packLifetimes([
      { bytes: 64, from: 0, to: 1 },
      { bytes: 128, from: 2, to: 3 },
      { bytes: 64, from: 1, to: 2 },
    ]);
    assert.deepEqual(offsets, [0, 0, 128]);
    assert.equal(total, 192);
  });

  it('never gives two that live at the same time the same bytes, and wastes little', () => {
    for (let round = 0; round < 50; round++) {
      const rng = stream(round, 'lifetimes');
      const lifetimes = Array.from({ length: 40 }, () => {
        const from = rng.below(60);
        return { bytes: 64 * (1 + rng.below(20)), from, to: from + rng.below(12) };
      });
      const { offsets, total } = packLifetimes(lifetimes);
      lifetimes.forEach((a, i) => {
        assert.ok(offsets[i] >= 0 && offsets[i] + a.bytes <= total);
        lifetimes.forEach((b, j) => {
          const together = i < j && a.from <= b.to && b.from <= a.to;
          if (!together) return;
          assert.ok(
            offsets[i] + a.bytes <= offsets[j] || offsets[j] + b.bytes <= offsets[i],
            `${i} and ${j} overlap`,
          );
        });
      });
      const needed = Array.from({ length: 72 }, (_, moment) =>
        lifetimes.reduce((sum, { bytes, from, to }) => {
          return from <= moment && moment <= to ? sum + bytes : sum;
        }, 0),
      );
      assert.ok(total <= 1.5 * Math.max(...needed), `${total} for ${Math.max(...needed)}`);
    }
  });
});
