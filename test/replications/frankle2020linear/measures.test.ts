import assert from 'node:assert/strict';
import { matchesOnlyWhereStable } from '../../../replications/frankle2020linear/claims/sparse.js';
import {
  netsOf,
  pairsOf,
  type Subnetwork,
  subnetworksOf,
} from '../../../replications/frankle2020linear/measures.js';
import { lineRows as line, netRow as net } from './rows.js';

const near = (actual: number, expected: number): void => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} ${expected}`);
};

describe('measures of frankle2020linear', () => {
  it('take the statistics measured anew, where there are any', () => {
    const [pair] = pairsOf(line({}, [0.6, 0.1, 0.4], [0.7, 0.5, 0.5]));
    near(pair.instability, 10); // errors 30, 50, 50
    near(pair.asInterpolated, 40); // errors 40, 90, 60
    near(pair.share, 50);
    near(pair.disagreement, 25);
    const [lenet] = pairsOf(line({ study: 'LeNet' }, [0.9, 0.7, 0.9], [null, null, null]));
    near(lenet.instability, 20);
    near(lenet.asInterpolated, 20);
  });

  it('take nets at the end of their training', () => {
    const [only] = netsOf([net({ iteration: 0 }, 0.1), net({ iteration: 9 }, 0.75)]);
    near(only.error, 25);
  });

  it('hold subnetworks against the dense nets of their seed from initialisation', () => {
    const pruned = { arm: 'IMP', k: 20, round: 6, density: 0.25 };
    const rows = [
      ...line(pruned, [0.5, 0.5, 0.5], [0.5, 0.4, 0.5]),
      net({}, 0.6),
      net({ copy: 1 }, 0.7),
      net({ k: 20, copy: 1 }, 0.9),
      net({ clock: 'restart', copy: 1 }, 0.9),
      net({ seed: 2 }, 0.9),
      net({ ...pruned, copy: 1 }, 0.5),
      net({ ...pruned, copy: 2 }, 0.6),
      net({ ...pruned, round: 8, copy: 1 }, 0.2),
    ];
    const [only, ...others] = subnetworksOf(rows);
    assert.deepEqual(others, []);
    near(only.gap, 10); // 45 - 35
    near(only.instability, 10);
    assert.equal(only.density, 0.25);
  });

  it('ask of a seed that something matches, and that all that matches is stable', () => {
    const of = (instability: number, gap: number) => ({ instability, gap }) as Subnetwork;
    assert.equal(matchesOnlyWhereStable([of(1, 0), of(9, 5)]), true);
    assert.equal(matchesOnlyWhereStable([of(1, 0), of(9, 0.5)]), false);
    assert.equal(matchesOnlyWhereStable([of(1, 5), of(9, 5)]), false);
  });
});
