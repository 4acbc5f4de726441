import assert from 'node:assert/strict';
import {
  at,
  densityLabel,
  nearestRound,
} from '../../../replications/frankle2019lottery/densities.js';
import { type Outcome, outcomes } from '../../../replications/frankle2019lottery/outcomes.js';

/** A net whose validation loss is lowest at its fourth evaluation. */
function curve(labels: { arm: string; seed: number; round: number; draw: number }) {
  return [5, 4, 3, 1, 3, 4, 5].map((validationLoss, i) => ({
    ...labels,
    iteration: 10 * i,
    density: 0.25,
    validationLoss,
    testAccuracy: i / 10,
    trainAccuracy: i === 6 ? 0.99 : null,
  }));
}

describe('lottery outcomes', () => {
  it('reads early stopping and the end from the evaluations of each net', () => {
    const rows = [
      ...curve({ arm: 'ticket', seed: 1, round: 6, draw: 0 }),
      ...curve({ arm: 'reinit', seed: 1, round: 6, draw: 1 }),
    ];
    const [ticket, reinit] = outcomes(rows);
    assert.deepEqual(ticket, {
      arm: 'ticket',
      seed: 1,
      round: 6,
      density: 0.25,
      earlyIteration: 30,
      earlyAccuracy: 30,
      finalAccuracy: 60,
      trainAccuracy: 99,
      censored: false,
    });
    assert.equal(reinit.arm, 'reinit');
  });

  it('marks nets that were still improving when training was cut off', () => {
    const rows = curve({ arm: 'ticket', seed: 1, round: 0, draw: 0 });
    const falling = rows.map((row, i) => ({ ...row, validationLoss: 9 - i }));
    const [{ censored, earlyIteration }] = outcomes(falling);
    assert.deepEqual([censored, earlyIteration], [true, 60]);
  });

  it('finds the density nearest to the paper’s among those at which all arms were trained', () => {
    const net = (arm: string, round: number, density: number): Outcome =>
      ({ arm, round, density, seed: 1 }) as Outcome;
    const all = [
      net('ticket', 0, 1),
      net('ticket', 2, 0.64),
      net('ticket', 6, 0.263),
      net('ticket', 8, 0.169),
      net('reinit', 6, 0.263),
    ];
    assert.equal(nearestRound(all, ['ticket'], 0.18), 8);
    assert.equal(nearestRound(all, ['ticket', 'reinit'], 0.18), 6);
    assert.equal(nearestRound(all, ['ticket'], 1), 2, 'the dense net is not a ticket');
    assert.throws(() => nearestRound(all, ['ticket', 'random'], 0.2), /No run has the arms/);
    assert.equal(at(all, 'ticket', 6).length, 1);
    assert.equal(densityLabel(all[2]), '26.3 %');
  });
});
