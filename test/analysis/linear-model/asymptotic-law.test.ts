import assert from 'node:assert/strict';
import { asymptoticLaw, solveXi } from '../../../src/analysis/linear-model/asymptotic-law.js';
import {
  drawExamples,
  firstFeatures,
  type LinearProblem,
  linearRisk,
  unseenVariance,
} from '../../../src/analysis/linear-model/problem.js';
import { nestedLeastSquares } from '../../../src/math/linear-algebra/least-squares.js';
import { stream } from '../../../src/math/rng.js';
import { mean, standardDeviation, standardError } from '../../../src/math/statistics.js';

const close = (actual: number, expected: number, relative = 1e-12): void => {
  const error = Math.abs(actual - expected);
  assert.ok(error <= relative * Math.abs(expected), `${actual} is not ${expected}`);
};

const isotropic: LinearProblem = {
  groups: [
    { count: 50, variance: 1, coefficient: 5 },
    { count: 450, variance: 1, coefficient: 1 },
  ],
  noise: 2,
};
const spiked: LinearProblem = {
  groups: [
    { count: 50, variance: 25, coefficient: 1 },
    { count: 450, variance: 1, coefficient: 1 },
  ],
  noise: 0,
};

describe('solveXi', () => {
  it('is n / (p - n) where all variances are 1', () => {
    close(solveXi(isotropic.groups, 150), 150 / 350);
    close(solveXi(isotropic.groups, 499), 499);
  });

  it('shares the examples out among the features', () => {
    for (const n of [1, 37, 150, 499]) {
      const xi = solveXi(spiked.groups, n);
      const shares = spiked.groups.map(({ count, variance }) => count / (1 + 1 / (xi * variance)));
      close(shares[0] + shares[1], n);
    }
  });

  it('asks for more features than examples', () => {
    assert.throws(() => solveXi(spiked.groups, 500), /more features than examples/);
  });
});

describe('asymptoticLaw', () => {
  it('has the risk of ridgeless regression where all variances are 1', () => {
    // Hastie et al. 2022, theorem 1: ||β||² (1 - 1/g) + σ² g / (g - 1) with g = p / n, σ² among it
    const [energy, noise, g] = [50 * 25 + 450, 4, 500 / 150];
    close(asymptoticLaw(isotropic, 150, 500).risk, energy * (1 - 1 / g) + (noise * g) / (g - 1));
  });

  it('agrees with itself: the risk is that of coefficients with these means and deviations', () => {
    for (const [problem, k] of [
      [isotropic, 500],
      [spiked, 500],
      [spiked, 230],
      [isotropic, 90],
    ] as const) {
      const law = asymptoticLaw(problem, 150, k);
      const errors = law.groups.map(
        ({ count, variance, coefficient, mean: centre, deviation }) =>
          count * variance * ((centre - coefficient) ** 2 + deviation ** 2),
      );
      close(
        errors.reduce((sum, error) => sum + error, law.unseen),
        law.risk,
      );
    }
  });

  it('takes features beyond the model for noise, and is infinite at interpolation', () => {
    close(asymptoticLaw(isotropic, 150, 60).risk, (4 + 440) * (1 + 60 / 89));
    assert.equal(asymptoticLaw(spiked, 150, 149).risk, Infinity);
    assert.equal(unseenVariance(isotropic, 200), 4 + 300);
    assert.deepEqual(firstFeatures(isotropic, 60), [
      { count: 50, variance: 1, coefficient: 5 },
      { count: 10, variance: 1, coefficient: 1 },
    ]);
  });

  for (const [name, problem] of Object.entries({ isotropic, spiked })) {
    it(`is what coefficients and risks of simulated fits come to (${name})`, function () {
      this.timeout(60_000);
      const sizes = [60, 300, 500];
      const laws = sizes.map((k) => asymptoticLaw(problem, 150, k));
      const rng = stream(1001, name);
      const draws = Array.from({ length: 60 }, () => {
        const { x, y } = drawExamples(problem, 150, rng);
        return nestedLeastSquares(x, y, sizes).map((estimate) => ({
          risk: linearRisk(problem, estimate),
          informative: mean(Array.from(estimate.subarray(0, 50))),
          spread: standardDeviation(Array.from(estimate.subarray(0, 50))),
        }));
      });
      laws.forEach(({ risk, groups }, i) => {
        const own = draws.map((draw) => draw[i]);
        const agrees = (values: number[], expected: number): void => {
          const allowed = 4 * standardError(values) + 0.01 * expected;
          assert.ok(
            Math.abs(mean(values) - expected) < allowed,
            `${sizes[i]} features: ${mean(values)} is not ${expected}`,
          );
        };
        agrees(
          own.map((draw) => draw.risk),
          risk,
        );
        agrees(
          own.map((draw) => draw.informative),
          groups[0].mean,
        );
        agrees(
          own.map((draw) => draw.spread),
          groups[0].deviation,
        );
      });
    });
  }
});
