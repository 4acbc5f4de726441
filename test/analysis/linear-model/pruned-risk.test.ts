import assert from 'node:assert/strict';
import {
  type AsymptoticLaw,
  asymptoticLaw,
} from '../../../src/analysis/linear-model/asymptotic-law.js';
import {
  asymptoticPrunedRisk,
  type LinearCriterion,
} from '../../../src/analysis/linear-model/pruned-risk.js';
import { largest } from '../../../src/analysis/linear-model/support.js';
import { stream } from '../../../src/math/rng.js';

const spiked = {
  groups: [
    { count: 50, variance: 25, coefficient: 1 },
    { count: 450, variance: 1, coefficient: 1 },
  ],
  noise: 0,
};

/** Four kinds of coefficients, in numbers so large that one sample stands for the mean. */
const law: AsymptoticLaw = {
  groups: [
    { count: 20_000, variance: 4, coefficient: 1, mean: 0.7, deviation: 0.5 },
    { count: 30_000, variance: 1, coefficient: -2, mean: -1.5, deviation: 1 },
    { count: 10_000, variance: 0.25, coefficient: 3, mean: 3, deviation: 0.1 },
    { count: 40_000, variance: 1, coefficient: 0, mean: 0, deviation: 0.8 },
  ],
  unseen: 5000,
  risk: 1e6,
};

/** Draws coefficients from the law, sorts them by score and adds the errors up. */
function sampledRisk(criterion: LinearCriterion, kept: number): number {
  const rng = stream(3, 'coefficients');
  const all = law.groups.flatMap(({ count, variance, coefficient, mean, deviation }) =>
    Array.from({ length: count }, () => ({
      variance,
      coefficient,
      b: mean + deviation * rng.normal(),
    })),
  );
  const scores = all.map(({ b, variance }, i) => {
    if (criterion === 'oracle') return -i;
    return Math.abs(b) * (criterion === 'hessian' ? Math.sqrt(variance) : 1);
  });
  const keeps = new Set(largest(scores, kept));
  return all.reduce(
    (sum, { variance, coefficient, b }, i) =>
      sum + variance * ((keeps.has(i) ? b : 0) - coefficient) ** 2,
    law.unseen,
  );
}

describe('asymptoticPrunedRisk', () => {
  for (const criterion of ['magnitude', 'hessian', 'oracle'] as const) {
    it(`is what drawing coefficients, sorting and pruning comes to (${criterion})`, () => {
      for (const kept of [1000, 35_000, 90_000]) {
        const expected = sampledRisk(criterion, kept);
        const risk = asymptoticPrunedRisk(law, criterion, kept);
        assert.ok(Math.abs(risk - expected) < 0.01 * expected, `${kept}: ${risk}, ${expected}`);
      }
    });
  }

  it('is the risk of the law where nothing is pruned', () => {
    const whole = asymptoticLaw(spiked, 150, 40);
    assert.equal(asymptoticPrunedRisk(whole, 'magnitude', 50), whole.risk);
    const narrow = asymptoticLaw(spiked, 150, 500);
    const near = asymptoticPrunedRisk(narrow, 'hessian', 499.999);
    assert.ok(Math.abs(near - narrow.risk) < 1e-3 * narrow.risk);
  });

  it('is infinite at interpolation', () => {
    assert.equal(asymptoticPrunedRisk(asymptoticLaw(spiked, 150, 150), 'oracle', 50), Infinity);
  });

  // Simulated elsewhere, by other code: n = 150, p = 500, means of 100 draws, to three digits.
  for (const [s, direct, hessian, over] of [
    [25, 0.519, 0.492, 0.34],
    [50, 0.398, 0.358, 0.307],
    [75, 0.376, 0.303, 0.246],
    [100, 0.43, 0.29, 0.187],
    [125, 0.662, 0.295, 0.136],
  ] as const) {
    it(`agrees with simulations that are not ours (${s} informative features)`, () => {
      const [first, rest] = spiked.groups;
      const groups = [
        { ...first, count: s },
        { ...rest, count: 500 - s },
      ];
      const problem = { groups, noise: 0 };
      const unit = 25 * s + (500 - s);
      const near = (actual: number, expected: number): void => {
        assert.ok(Math.abs(actual / unit - expected) < 0.03 * expected, `${actual / unit}`);
      };
      near(asymptoticLaw(problem, 150, s).risk, direct);
      const large = asymptoticLaw(problem, 150, 500);
      const byHessian = asymptoticPrunedRisk(large, 'hessian', s);
      near(byHessian, hessian);
      near(asymptoticPrunedRisk(large, 'magnitude', s) - byHessian, over);
    });
  }
});
