import assert from 'node:assert/strict';
import { stream } from '../../../../../src/math/rng.js';
import { assertClose } from '../../../../support/close.js';
import { withBuffers } from '../../guarded.js';

interface Result {
  readonly loss: number;
  readonly right: number;
  /** [lanes][classes] */
  readonly gradients: number[][];
}

/** Runs the kernel on one row of logits per example. */
function crossEntropy(logits: readonly (readonly number[])[], labels: readonly number[]): Result {
  const classes = logits[0].length;
  const lanes = Math.ceil(labels.length / 4) * 4;
  const sizes = { logits: classes * lanes, labels: lanes, gradient: classes * lanes, result: 4 };
  return withBuffers(sizes, ({ kernels, at, floats, words }) => {
    floats.logits.fill(NaN); // unused lanes must not matter
    floats.gradient.fill(NaN);
    logits.forEach((row, lane) => {
      row.forEach((z, j) => (floats.logits[j * lanes + lane] = z));
    });
    words.labels.set(labels);
    const count = labels.length;
    kernels.softmaxCrossEntropy(
      classes,
      at.logits,
      at.labels,
      count,
      4 * lanes,
      at.gradient,
      at.result,
    );
    const [loss, right] = new Float64Array(floats.result.buffer, at.result, 2);
    const gradients = Array.from({ length: lanes }, (_, lane) =>
      Array.from({ length: classes }, (_, j) => floats.gradient[j * lanes + lane]),
    );
    return { loss, right, gradients };
  });
}

describe('softmax cross-entropy', () => {
  it('agrees with the formula for random logits, and leaves unused lanes alone', () => {
    const rng = stream(1, 'logits');
    for (let trial = 0; trial < 100; trial++) {
      const classes = 1 + rng.below(12);
      const count = 1 + rng.below(9);
      const scale = [0.1, 3, 30][trial % 3];
      const logits = Array.from({ length: count }, () =>
        Array.from({ length: classes }, () => Math.fround(scale * rng.normal())),
      );
      const labels = logits.map(() => rng.below(classes));
      const { loss, right, gradients } = crossEntropy(logits, labels);
      let expectedLoss = 0;
      let expectedRight = 0;
      logits.forEach((z, i) => {
        const largest = Math.max(...z);
        const sum = z.reduce((total, value) => total + Math.exp(value - largest), 0);
        expectedLoss += Math.log(sum) + largest - z[labels[i]];
        // The rounding of z - max z is what limits a float32 exponential.
        const tolerance = 1e-7 * (5 + largest - Math.min(...z));
        if (z.indexOf(largest) === labels[i]) expectedRight++;
        z.forEach((value, j) => {
          const p = Math.exp(value - largest) / sum;
          const expected = (j === labels[i] ? p - 1 : p) / count;
          assert.ok(Math.abs(gradients[i][j] - expected) <= tolerance * Math.abs(expected) + 1e-16);
        });
      });
      assert.ok(Math.abs(loss - expectedLoss) <= 4e-7 * (expectedLoss + 1e-9));
      assert.equal(right, expectedRight);
      for (const unused of gradients.slice(count)) assert.ok(unused.every((g) => g === 0));
    }
  });

  it('keeps the digits of a tiny loss and its gradient', () => {
    const { loss, gradients } = crossEntropy([[20, 0]], [0]);
    assertClose(loss, Math.log1p(Math.exp(-20)), 1e-6); // 2.06e-9
    assertClose(gradients[0][0], -1 / (1 + Math.exp(20)), 1e-6);
    assertClose(gradients[0][1], 1 / (1 + Math.exp(20)), 1e-6);
  });

  it('takes logits far apart', () => {
    const { loss, gradients } = crossEntropy([[1000, 0, -1000]], [1]);
    assert.equal(loss, 1000);
    assert.deepEqual(gradients[0], [1, -1, 0]);
  });

  it('counts the first of equal logits as the answer', () => {
    assert.equal(crossEntropy([[1, 1, 1]], [0]).right, 1);
    assert.equal(crossEntropy([[1, 1, 1]], [1]).right, 0);
    assert.equal(crossEntropy([[0, 2, 2]], [1]).right, 1);
  });

  it('does not hide that a network has diverged', () => {
    assert.ok(Number.isNaN(crossEntropy([[NaN, 1]], [1]).loss));
    assert.ok(Number.isNaN(crossEntropy([[0, NaN]], [0]).loss));
    assert.ok(Number.isNaN(crossEntropy([[Infinity, 1]], [0]).loss));
  });
});
