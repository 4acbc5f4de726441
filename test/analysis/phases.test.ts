import assert from 'node:assert/strict';
import { findPhases, phaseSpans, type SweepLevel } from '../../src/analysis/phases.js';
import { UserError } from '../../src/errors.js';
import { stream } from '../../src/math/rng.js';

/** Level r has 0.8^r of the weights. */
const sweep = (test: readonly number[], train = test.map(() => 1)): SweepLevel[] => {
  let density = 1 / 0.8;
  return test.map((testAccuracy, i) => {
    density *= 0.8;
    return { density, trainAccuracy: train[i], testAccuracy };
  });
};

/** LeNet-300-100 on MNIST with 20 % noise: numbers of prunings, remaining %, train and test accuracy. */
const published = [
  [0, 100, 1, 0.834],
  [2, 64, 1, 0.827],
  [4, 41, 1, 0.821],
  [6, 26.2, 1, 0.815],
  [8, 16.8, 1, 0.799],
  [9, 13.4, 0.999, 0.783],
  [10, 10.7, 0.951, 0.764],
  [11, 8.6, 0.91, 0.773],
  [12, 6.9, 0.868, 0.816],
  [13, 5.5, 0.839, 0.858],
  [14, 4.4, 0.822, 0.887],
  [16, 2.8, 0.805, 0.927],
  [18, 1.8, 0.799, 0.95],
  [20, 1.15, 0.793, 0.954],
  [22, 0.74, 0.778, 0.945],
  [23, 0.59, 0.765, 0.93],
  [24, 0.47, 0.709, 0.865],
] as const;
const curve = published.map(([, remaining, trainAccuracy, testAccuracy]) => ({
  density: remaining / 100,
  trainAccuracy,
  testAccuracy,
}));
const level = (index: number | null): number => published[index!][0];

describe('phases of sparse double descent', () => {
  it('are found in figure 1 of He et al. (2022), digitised', () => {
    const found = findPhases(curve);
    assert.ok(found.hasDoubleDescent);
    assert.deepEqual(
      [found.critical, found.sweet, found.threshold].map(level),
      [10, 20, 10],
      'the minimum, the second maximum, and where train accuracy falls below 99 %',
    );
    const levelsOf = (phase: string): number[] =>
      published.filter((_, i) => found.phases[i] === phase).map(([number]) => number);
    assert.deepEqual(levelsOf('light'), [0, 2]);
    assert.deepEqual(levelsOf('critical'), [4, 6, 8, 9, 10, 11, 12]);
    assert.deepEqual(levelsOf('sweet'), [13, 14, 16, 18, 20, 22]);
    assert.deepEqual(levelsOf('collapsed'), [23, 24]);
  });

  it('widen with the tolerance, around the same minimum and maximum', () => {
    const found = findPhases(curve, { tolerance: 0.02 });
    assert.deepEqual([found.critical, found.sweet].map(level), [10, 20]);
    assert.equal(found.phases.lastIndexOf('light'), 3);
    assert.equal(found.phases.indexOf('sweet'), 8);
  });

  it('need no second maximum above the dense net', () => {
    const test = [0.61, 0.6, 0.54, 0.57, 0.59, 0.55];
    const { phases, critical, sweet } = findPhases(sweep(test));
    assert.deepEqual([critical, sweet], [2, 4]);
    assert.deepEqual(phases, ['light', 'light', 'critical', 'critical', 'sweet', 'collapsed']);
  });

  it('may do without a collapse', () => {
    const { phases } = findPhases(sweep([0.8, 0.7, 0.9]));
    assert.deepEqual(phases, ['light', 'critical', 'sweet']);
  });

  for (const [what, test] of Object.entries({
    falls: [0.9, 0.85, 0.8, 0.5, 0.1],
    rises: [0.7, 0.75, 0.8, 0.85, 0.9],
    'rises, then falls': [0.7, 0.75, 0.8, 0.6, 0.1],
    'is flat': [0.8, 0.8, 0.8, 0.8],
    'is a single level': [0.8],
    'dips by half a point': [0.8, 0.795, 0.85, 0.5],
    'guesses one class or another after its collapse': [0.97, 0.96, 0.8, 0.098, 0.1135],
  })) {
    it(`are none where test accuracy ${what}`, () => {
      const none = test.map(() => null);
      assert.deepEqual(findPhases(sweep(test)), {
        hasDoubleDescent: false,
        phases: none,
        critical: null,
        sweet: null,
        threshold: null,
      });
    });
  }

  it('are not made of noise of some tenths of a point', () => {
    const rng = stream(1, 'noise');
    for (let repeat = 0; repeat < 200; repeat++) {
      const noisy = sweep(Array.from({ length: 20 }, () => 0.9 + 0.004 * (2 * rng.uniform() - 1)));
      assert.ok(!findPhases(noisy).hasDoubleDescent);
    }
  });

  it('tell the threshold without double descent too', () => {
    const { threshold, hasDoubleDescent } = findPhases(sweep([0.9, 0.8, 0.7], [1, 0.991, 0.989]));
    assert.deepEqual([threshold, hasDoubleDescent], [2, false]);
    assert.equal(findPhases(sweep([0.9], [0.97])).threshold, 0);
  });

  it('need fractions, in the order of falling density', () => {
    assert.throws(() => findPhases([]), UserError);
    assert.throws(() => findPhases(sweep([83.4])), /level 0 has 83.4. Divide per cent by 100/);
    assert.throws(() => findPhases(sweep([0.9, 0.8]).reverse()), /level 1 has 1 after 0.8/);
    assert.throws(() => findPhases(sweep([0.9, NaN])), /level 1 has NaN/);
  });
});

describe('spans of phases', () => {
  it('meet half-way between levels on a logarithmic axis', () => {
    const levels = [1, 0.25, 0.04, 0.01].map((density, i) => ({
      density,
      trainAccuracy: 1,
      testAccuracy: [0.8, 0.7, 0.9, 0.5][i],
    }));
    assert.deepEqual(phaseSpans(levels, findPhases(levels)), [
      { from: 1, to: 0.5, label: 'light' },
      { from: 0.5, to: 0.1, label: 'critical' },
      { from: 0.1, to: 0.02, label: 'sweet' },
      { from: 0.02, to: 0.01, label: 'collapsed' },
    ]);
  });

  it('are none without double descent', () => {
    const flat = sweep([0.8, 0.8]);
    assert.deepEqual(phaseSpans(flat, findPhases(flat)), []);
  });
});
