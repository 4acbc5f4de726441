import assert from 'node:assert/strict';
import { lastBeforeInterpolation } from '../../../../replications/chang2021provable/claims/networks.js';
import type { Net } from '../../../../replications/chang2021provable/networks.js';

function net(arm: string, width: number, target: number, trainError: number): Net {
  return { arm, seed: 1, width, target, testError: 30, trainError };
}

const pruned = net('pruned', 10, 5, 50);

describe('the width about to interpolate', () => {
  it('is the last whose training error is above 1 %', () => {
    const dense = [40, 12, 3, 0.5, 2].map((error, i) =>
      net('dense', 5 * (i + 1), 5 * (i + 1), error),
    );
    assert.equal(lastBeforeInterpolation([...dense, pruned]), 15);
  });

  it('is at least one that is pruned to every target, and the widest if none interpolates', () => {
    const early = [0, 0, 0].map((error, i) => net('dense', 5 * (i + 1), 5 * (i + 1), error));
    assert.equal(lastBeforeInterpolation([...early, pruned]), 10);
    const late = [30, 20, 10].map((error, i) => net('dense', 5 * (i + 1), 5 * (i + 1), error));
    assert.equal(lastBeforeInterpolation([...late, pruned]), 15);
  });
});
