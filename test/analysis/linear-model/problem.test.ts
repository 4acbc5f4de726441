import assert from 'node:assert/strict';
import {
  drawExamples,
  type LinearProblem,
  linearRisk,
  perFeature,
  responseVariance,
} from '../../../src/analysis/linear-model/problem.js';
import { stream } from '../../../src/math/rng.js';

const problem: LinearProblem = {
  groups: [
    { count: 2, variance: 9, coefficient: 1 },
    { count: 1, variance: 4, coefficient: -2 },
  ],
  noise: 3,
};

describe('a linear problem', () => {
  it('adds up what features and noise contribute', () => {
    assert.equal(responseVariance(problem), 9 + 9 + 16 + 9);
    assert.deepEqual(
      perFeature(problem, ({ variance }) => variance),
      Float64Array.of(9, 9, 4),
    );
  });

  it('has risks that can be worked out by hand', () => {
    assert.equal(linearRisk(problem, [1, 1, -2]), 9);
    assert.equal(linearRisk(problem, [1, 2]), 9 + 16 + 9);
    assert.equal(linearRisk(problem, []), responseVariance(problem));
  });

  it('draws examples whose moments are those of the problem', () => {
    const n = 100_000;
    const { x, y } = drawExamples(problem, n, stream(1, 'examples'));
    const moment = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, value, i) => sum + value * b[i], 0) / n;
    const [first, second, third] = [0, 1, 2].map((j) => x.values.subarray(j * n, (j + 1) * n));
    const near = (actual: number, expected: number): void => {
      assert.ok(Math.abs(actual - expected) < 0.3, `${actual} is not ${expected}`);
    };
    near(moment(first, first), 9);
    near(moment(third, third), 4);
    near(moment(first, second), 0);
    near(moment(y, y), 43);
    near(moment(y, third), -8);
  });
});
