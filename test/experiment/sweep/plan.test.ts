import assert from 'node:assert/strict';
import type { Provenance } from '../../../src/experiment/experiment.js';
import { estimateSeconds, planSweep } from '../../../src/experiment/sweep/plan.js';
import { openStore, type Store } from '../../../src/experiment/store/store.js';
import { fake, spec } from '../fake.js';
import { newFolder } from '../../support/temporary-folder.js';

const values = (tasks: readonly { config: Record<string, unknown> }[]): unknown[] =>
  tasks.map((task) => task.config.value);

function publish(store: Store, value: number, seconds: number): void {
  store.publish(
    fake,
    { value },
    { rows: [], tensors: null, provenance: { seconds } as unknown as Provenance },
  );
}

describe('plan', () => {
  it('adds the runs that others build on, each once and before them', () => {
    const store = openStore(newFolder());
    const plan = planSweep([spec({ value: 2, after: 1 }), spec({ value: 3, after: 1 })], store);
    assert.deepEqual(values(plan.missing), [1, 2, 3]);
    assert.deepEqual(plan.missing[1].needs, [plan.missing[0].id]);
    assert.deepEqual(plan.missing[2].needs, [plan.missing[0].id]);
    // its own cost and that of the longest chain behind it
    assert.deepEqual(
      plan.missing.map((task) => task.urgency),
      [2, 1, 1],
    );
  });

  it('asks for nothing that is done, nor for what only finished runs built on', () => {
    const store = openStore(newFolder());
    publish(store, 5, 1);
    const plan = planSweep([spec({ value: 5 }), spec({ value: 6 })], store);
    assert.deepEqual([values(plan.done), values(plan.missing)], [[5], [6]]);
  });

  it('checks every config before anything runs', () => {
    const store = openStore(newFolder());
    assert.throws(() => planSweep([spec({ value: 1 }), spec({ valu: 1 })], store), /'value'/);
  });

  it('estimates the time from the pace of finished runs', () => {
    const store = openStore(newFolder());
    const specs = [1, 2, 3, 4].map((value) => spec({ value }));
    assert.equal(estimateSeconds(planSweep(specs, store), store, 1), 4 * fake.typicalPace);
    publish(store, 1, 10);
    assert.equal(estimateSeconds(planSweep(specs, store), store, 1), 30);
    assert.equal(estimateSeconds(planSweep(specs, store), store, 2), 15);
    // never shorter than the longest chain, however many workers there are
    assert.equal(estimateSeconds(planSweep(specs, store), store, 100), 10);
    for (const value of [2, 3, 4]) publish(store, value, 10);
    assert.equal(estimateSeconds(planSweep(specs, store), store, 2), 0);
  });
});
