import assert from 'node:assert/strict';
import { roundsLater } from '../../../../replications/he2022sparse/claims/robust.js';
import type { Row } from '../../../../src/index.js';

/** The last rows of a ladder with these test accuracies. */
function ladder(study: string, seed: number, accuracies: readonly number[]): Row[] {
  return accuracies.map((testAccuracy, i) => ({
    study,
    arm: 'ticket',
    seed,
    noise: 0.5,
    round: 2 * i,
    density: 0.64 ** i,
    testAccuracy,
    trainAccuracy: 0.5,
  }));
}

describe('claims of he2022sparse about shifts', () => {
  it('count rounds between the dips of a seed, and zero where there is none', () => {
    const rows = [
      ...ladder('main', 1, [0.5, 0.3, 0.5, 0.7, 0.6]),
      ...ladder('main', 2, [0.5, 0.3, 0.5, 0.7, 0.6]),
      ...ladder('less noise', 1, [0.5, 0.5, 0.4, 0.45, 0.7]),
      ...ladder('less noise', 2, [0.5, 0.4, 0.3, 0.2, 0.1]),
    ];
    const less = { study: 'less noise' };
    assert.deepEqual(roundsLater(rows, less, {}, 'critical'), [2, 0]);
    assert.deepEqual(roundsLater(rows, {}, less, 'sweet'), [-2, 0]);
  });
});
