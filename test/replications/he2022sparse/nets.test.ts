import assert from 'node:assert/strict';
import * as measures from '../../../replications/he2022sparse/nets.js';
import type { Row } from '../../../src/index.js';

/** Two evaluations of a net, as runs give them. */
function run(arm: string, seed: number, round: number, test: number, train = 0.5): Row[] {
  const labels = { study: 'main', arm, seed, noise: 0.5, round };
  const row = { ...labels, density: 0.8 ** round, trainAccuracy: null };
  return [
    { ...row, iteration: 10, testAccuracy: 0.75 },
    { ...row, iteration: 20, testAccuracy: test, trainAccuracy: train, learningDistance: 3 },
  ];
}

/** Test accuracy falls to 0.25, rises to 0.75 and falls again; training accuracy leaves 1 at round 6. */
function descending(seed: number): Row[] {
  return [
    ...run('ticket', seed, 0, 0.5, 1),
    ...run('ticket', seed, 3, 0.5, 1),
    ...run('ticket', seed, 6, 0.25, 0.9),
    ...run('ticket', seed, 9, 0.75, 0.5),
    ...run('ticket', seed, 12, 0.1, 0.1),
  ];
}

describe('nets of he2022sparse', () => {
  it('are taken at their last evaluation, in percent, with the best of all evaluations', () => {
    const [net, ...others] = measures.netsIn(run('ticket', 1, 0, 0.5));
    assert.deepEqual(others, []);
    assert.deepEqual(net, {
      study: 'main',
      arm: 'ticket',
      noise: 0.5,
      seed: 1,
      round: 0,
      density: 1,
      test: 50,
      train: 50,
      best: 75,
      distance: 3,
      sharpness: NaN,
    });
  });

  it('share the tickets’ dense net, but for those that became dense again', () => {
    const nets = measures.netsIn([
      ...descending(1),
      ...run('reinit', 1, 6, 0.5),
      ...run('re-dense', 1, 6, 0.5),
      ...descending(2).map((row) => ({ ...row, study: 'clean' })),
    ]);
    const roundsOf = (selection: measures.Selection): number[] =>
      measures.ladderOf(nets, selection).map(({ round }) => round);
    assert.deepEqual(roundsOf({}), [0, 3, 6, 9, 12]);
    assert.deepEqual(roundsOf({ arm: 'reinit' }), [0, 6]);
    assert.deepEqual(roundsOf({ arm: 're-dense' }), [6]);
    assert.deepEqual(roundsOf({ study: 'pictures' }), []);
    const clean = measures.ladderOf(nets, { study: 'clean' });
    assert.deepEqual(measures.at(clean, 6), [clean[2]]);
  });

  it('have phases, one seed at a time', () => {
    const nets = measures.netsIn([...descending(1), ...descending(2)]);
    const found = measures.descents(measures.ladderOf(nets));
    assert.deepEqual(
      found.map(({ seed, phases }) => [seed, phases]),
      [1, 2].map((seed) => [seed, ['light', 'light', 'critical', 'sweet', 'collapsed']]),
    );
    const [descent] = found;
    assert.equal(measures.roundOf(descent, descent.critical), 6);
    assert.equal(measures.roundOf(descent, descent.threshold), 6);
    assert.equal(measures.roundOf(descent, null), NaN);
  });

  it('have phases of their means', () => {
    const nets = measures.netsIn([...descending(1), ...run('ticket', 2, 6, 0.35, 0.7)]);
    const { levels, phases } = measures.meanDescent(measures.ladderOf(nets));
    assert.equal(levels[2].testAccuracy, 0.3);
    assert.equal(levels[2].trainAccuracy, 0.8);
    assert.equal(phases.critical, 2);
    assert.equal(phases.sweet, 3);
  });
});
