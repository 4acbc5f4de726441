import assert from 'node:assert/strict';
import type { Plan, Task } from '../../../src/experiment/sweep/plan.js';
import { openStore } from '../../../src/experiment/store/store.js';
import {
  formatDuration,
  type SweepState,
  trackSweep,
} from '../../../src/experiment/sweep/tracker.js';
import { fake } from '../fake.js';
import { newFolder } from '../../support/temporary-folder.js';

const task = (id: string, cost: number): Task => ({
  id,
  experiment: fake,
  config: {},
  needs: [],
  cost,
  urgency: cost,
});

describe('tracker', () => {
  it('weighs runs by their cost and counts the share of those in flight', () => {
    const [big, small] = [task('a', 9), task('b', 1)];
    const plan: Plan = { done: [], missing: [big, small] };
    const states: SweepState[] = [];
    const tracker = trackSweep(1, (state) => states.push(state));
    tracker.onPlan(plan, openStore(newFolder()));
    tracker.onEvent({ kind: 'started', task: big });
    tracker.onEvent({ kind: 'progress', task: big, fraction: 0.5 });
    tracker.onEvent({ kind: 'done', task: big });
    tracker.onEvent({ kind: 'failed', task: small, message: 'x' });
    assert.deepEqual(
      states.map(({ fraction, doneRuns, failedRuns }) => [fraction, doneRuns, failedRuns]),
      [
        [0, 0, 0],
        [0, 0, 0],
        [0.45, 0, 0],
        [0.9, 1, 0],
        [1, 1, 1],
      ],
    );
    assert.equal(states[0].secondsLeft, 10 * fake.typicalPace, 'nothing is known of the pace yet');
    assert.ok(states[2].secondsLeft < states[0].secondsLeft);
    assert.equal(states[4].secondsLeft, 0);
  });

  it('writes durations for people', () => {
    assert.deepEqual([4, 89, 90, 3600, 6000].map(formatDuration), [
      '4 s',
      '89 s',
      '2 min',
      '60 min',
      '1 h 40 min',
    ]);
  });
});
