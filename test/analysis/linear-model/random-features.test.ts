import assert from 'node:assert/strict';
import { drawRandomFeatures } from '../../../src/analysis/linear-model/random-features.js';
import { stream } from '../../../src/math/rng.js';

const n = 40_000;
const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('random features', () => {
  for (const target of ['linear', 'quadratic'] as const) {
    it(`have the moments they should (${target} target)`, () => {
      const problem = { inputs: 6, features: 3, target, noise: 0.5 };
      const drawn = drawRandomFeatures(problem, stream(2, 'features'));
      const { x, y } = drawn.draw(n, stream(3, 'examples'));
      for (let j = 0; j < 3; j++) {
        const feature = x.values.subarray(j * n, (j + 1) * n);
        const second = mean(feature.map((value) => value * value));
        assert.ok(Math.abs(second / drawn.secondMoments[j] - 1) < 0.05);
        assert.ok(feature.every((value) => value >= 0));
        assert.ok(Math.abs(feature.filter((value) => value === 0).length / n - 0.5) < 0.02);
      }
      assert.ok(Math.abs(mean(y)) < 0.05);
      assert.ok(Math.abs(mean(y.map((value) => value * value)) - 1.25) < 0.08);
    });
  }

  it('are rectified projections of inputs', () => {
    const one = { inputs: 1, features: 2, target: 'linear', noise: 0 } as const;
    const drawn = drawRandomFeatures(one, stream(4, 'features'));
    const { x, y } = drawn.draw(50, stream(5, 'examples'));
    for (let i = 0; i < 50; i++) {
      const either = [y[i], -y[i]].map((a) => Math.max(0, drawn.weights[0] * a));
      assert.ok(either.some((value) => Math.abs(value - x.values[i]) < 1e-12));
    }
  });

  it('come without noise where asked', () => {
    const problem = { inputs: 4, features: 2, target: 'linear', noise: 100 } as const;
    const drawn = drawRandomFeatures(problem, stream(2, 'features'));
    const { y } = drawn.draw(1000, stream(3, 'examples'), { noiseless: true });
    assert.ok(Math.max(...y.map(Math.abs)) < 6);
  });
});
