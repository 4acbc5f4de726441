import assert from 'node:assert/strict';
import { type Fit, fits } from '../../../replications/chang2021provable/measures.js';
import { pilotSeeds, smoke } from '../../../replications/chang2021provable/presets.js';
import { sweepRuns } from '../../../replications/chang2021provable/runs/linear-runs.js';
import {
  agreements,
  isComparable,
  predictedRisk,
} from '../../../replications/chang2021provable/theory.js';
import { linearPruning, type Row } from '../../../src/index.js';
import { completeConfig } from '../../../src/experiment/run-id.js';

const fit: Fit = {
  study: 'sweep',
  problem: 'spiked',
  examples: 150,
  features: 500,
  kept: 50,
  seed: 1,
  draw: 0,
  size: 500,
  criterion: 'dense',
  risk: 0.3,
  retrained: Number.NaN,
};

describe('the formula of chang2021provable', () => {
  it('predicts what a small model knows and does not know', () => {
    // 450 of 1700 parts of the variance are unseen, and 50 weights on 150 examples add 50 / 99
    const small = predictedRisk({ ...fit, size: 50 });
    assert.ok(Math.abs(small - (450 / 1700) * (1 + 50 / 99)) < 1e-12);
    assert.equal(predictedRisk({ ...fit, size: 50, criterion: 'hessian' }), small);
  });

  it('is compared with simulation but for a tenth around k = n', () => {
    const compared = [134, 135, 136, 150, 164, 165].filter((size) =>
      isComparable({ ...fit, size }),
    );
    assert.deepEqual(compared, [134, 135, 165]);
  });

  it('is off by one stated error where the mean is off by 3 %, or by 4 standard errors', () => {
    const formula = predictedRisk(fit);
    const [steady] = agreements([0, 1].map((draw) => ({ ...fit, draw, risk: 1.03 * formula })));
    assert.ok(Math.abs(steady.error - 1) < 1e-9);
    // Two draws 0.2 apart: the standard error is 0.1.
    const risks = [formula + 0.4 - 0.1, formula + 0.4 + 0.1];
    const [shaky] = agreements(risks.map((risk, draw) => ({ ...fit, draw, risk })));
    assert.ok(Math.abs(shaky.error - 1) < 1e-9);
  });

  it('agrees with simulation at every point of the figure (pilot seeds, smallest scale)', function () {
    this.timeout(60_000);
    const runs = sweepRuns({ ...smoke, seeds: pilotSeeds.smoke });
    const rows = runs.flatMap(({ config, labels }): Row[] =>
      linearPruning
        .run(completeConfig(linearPruning, config), {
          resources: null,
          parent: () => assert.fail('there are no parents'),
          keep: () => undefined,
          progress: () => undefined,
        })
        .map((row) => ({ ...labels, ...row })),
    );
    const all = agreements(fits(rows, 'sweep'));
    assert.equal(all.length, 16 * 4 + 16 * 3);
    for (const { name, error } of all) assert.ok(Math.abs(error) <= 1, `${name}: ${error}`);
    // What the test would see if the formula were wrong: another problem's formula does not fit.
    const swapped = fits(rows, 'sweep', 'isotropic').map((one) => ({ ...one, problem: 'spiked' }));
    assert.ok(agreements(swapped).some(({ error }) => Math.abs(error) > 2));
  });
});
