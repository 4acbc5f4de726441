import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import type { SweepEvent } from '../../../src/experiment/sweep/queue.js';
import { openStore, type Store } from '../../../src/experiment/store/store.js';
import { readRows, sweep } from '../../../src/experiment/sweep/sweep.js';
import { planSweep } from '../../../src/experiment/sweep/plan.js';
import type { Provenance } from '../../../src/experiment/experiment.js';
import { fake, laboratory, spec } from '../fake.js';
import { chain, chainLaboratory, level } from './chain.js';
import { newFolder } from '../../support/temporary-folder.js';

/** What must not stay in a store when nobody works on it. */
function leftovers(store: Store): string[] {
  return ['tmp', 'locks'].flatMap((name) => fs.readdirSync(path.join(store.folder, name)));
}

const lines = (file: string): string[] => fs.readFileSync(file, 'utf8').trim().split('\n');

describe('sweep', () => {
  it('does what is missing, parents first, and nothing the second time', async () => {
    const store = openStore(newFolder());
    const specs = [spec({ value: 2, after: 1 }), spec({ value: 3, after: 1 }), spec({ value: 9 })];
    assert.deepEqual(await sweep(specs, laboratory, { store, jobs: 2 }), []);
    const { rows, missing } = readRows(specs, store);
    assert.deepEqual(missing, []);
    assert.deepEqual(
      rows.map(({ name, sum }) => [name, sum]),
      [
        ['v2', 3],
        ['v3', 4],
        ['v9', 9],
      ],
    );
    assert.deepEqual(leftovers(store), []);

    const events: SweepEvent[] = [];
    await sweep(specs, laboratory, { store, onEvent: (event) => events.push(event) });
    assert.deepEqual(events, []);
    const { provenance } = store.read(fake, { value: 9 });
    assert.deepEqual(provenance.engine, { name: 'none' });
    assert.equal(provenance.launcher, 'local, 2 jobs');
  });

  it('goes on level by level from what the store kept, and does no level twice', async () => {
    const store = openStore(newFolder());
    const log = path.join(store.folder, 'log');
    const upTo = (last: number) =>
      Array.from({ length: last + 1 }, (_, l) => level({ level: l, log }));
    await sweep(upTo(2), chainLaboratory, { store, jobs: 2 });
    assert.deepEqual(lines(log), ['0', '1', '2']);

    const plan = planSweep(upTo(3), store);
    assert.deepEqual([plan.done.length, plan.missing.length], [3, 1]);
    assert.deepEqual(plan.missing[0].config, { level: 3, log });
    assert.deepEqual(await sweep(upTo(3), chainLaboratory, { store, jobs: 2 }), []);
    assert.deepEqual(lines(log), ['0', '1', '2', '3']);
    const { rows } = readRows(upTo(3), store);
    // eight ones, then seven twos, six fours, five eights
    assert.deepEqual(
      rows.map((row) => row.sum),
      [8, 14, 24, 40],
    );

    // asked for alone, a level finds its parent; and it is the store's tensors that it starts from
    const stored = { weights: Float32Array.from([0, 5, 7]), mask: Uint8Array.from([0, 1, 1]) };
    const provenance = { seconds: 1 } as unknown as Provenance;
    store.publish(chain, { level: 8, log }, { rows: [], tensors: stored, provenance });
    assert.equal(planSweep([level({ level: 9, log })], store).missing.length, 1);
    await sweep([level({ level: 9, log })], chainLaboratory, { store });
    assert.deepEqual(lines(log), ['0', '1', '2', '3', '9']);
    assert.deepEqual(store.tensors(chain, { level: 9, log }), {
      mask: Uint8Array.from([0, 0, 1]),
      weights: Float32Array.from([0, 0, 14]),
    });
  });

  it('says which run to do again when a parent’s tensors are lost', async () => {
    const store = openStore(newFolder());
    const log = path.join(store.folder, 'log');
    await sweep([level({ level: 0, log })], chainLaboratory, { store });
    fs.rmSync(path.join(store.folder, 'blobs'), { recursive: true });
    const [failed] = await sweep([level({ level: 1, log })], chainLaboratory, { store });
    const run = /is missing\. .* remove its folder (\S+) and start/.exec(failed.message)?.[1] ?? '';
    fs.rmSync(run, { recursive: true });
    assert.deepEqual(await sweep([level({ level: 1, log })], chainLaboratory, { store }), []);
    assert.deepEqual(lines(log), ['0', '1', '0', '1']);
  });

  it('goes on when a run fails, and fails what builds on it', async () => {
    const store = openStore(newFolder());
    const broken = {
      ...fake,
      parents: () => [{ experiment: fake, config: { value: 1, fate: 'fail' } }],
    };
    const specs = [
      spec({ value: 1, fate: 'fail' }),
      { ...spec({ value: 2, after: 1 }), experiment: broken },
      spec({ value: 3 }),
    ];
    const failed = await sweep(specs, laboratory, { store, jobs: 1 });
    assert.equal(failed.length, 2);
    assert.match(failed[0].message, /value 1 fails on purpose/);
    assert.match(failed[1].message, new RegExp(`builds on run ${failed[0].id}, which failed`));
    assert.equal(store.has(fake, { value: 3 }), true);
    assert.match(store.failure(fake, { value: 1, fate: 'fail' })?.message ?? '', /on purpose/);
    assert.deepEqual(leftovers(store), []);
  });

  it('loses only one run when a worker thread dies', async () => {
    const store = openStore(newFolder());
    const specs = [spec({ value: 1, fate: 'die' }), spec({ value: 2 }), spec({ value: 3 })];
    const failed = await sweep(specs, laboratory, { store, jobs: 1 });
    assert.deepEqual(
      failed.map((f) => f.message),
      ['The worker thread died: it ended with exit code 3'],
    );
    assert.equal(readRows(specs, store).missing.length, 1);
    assert.deepEqual(leftovers(store), []);
  });

  it('stops on abort with a clean store, and resumes', async () => {
    const store = openStore(newFolder());
    const specs = [1, 2, 3, 4].map((value) => spec({ value, ms: 150 }));
    const stop = new AbortController();
    const onEvent = (event: SweepEvent): void => {
      if (event.kind === 'done') stop.abort(new Error('enough'));
    };
    await assert.rejects(
      sweep(specs, laboratory, { store, jobs: 2, signal: stop.signal, onEvent }),
      /enough/,
    );
    assert.deepEqual(leftovers(store), []);
    const before = readRows(specs, store);
    assert.ok(before.missing.length >= 1 && before.missing.length <= 3);
    await sweep(specs, laboratory, { store, jobs: 2 });
    assert.equal(readRows(specs, store).missing.length, 0);
  });

  it('shares the work when two sweeps use one store: no run is done twice', async () => {
    const folder = newFolder();
    const log = path.join(folder, 'log');
    const specs = Array.from({ length: 8 }, (_, value) => spec({ value, ms: 60, log }));
    await Promise.all(
      [1, 2].map(() => sweep(specs, laboratory, { store: openStore(folder), jobs: 1 })),
    );
    assert.deepEqual(lines(log).sort(), ['0', '1', '2', '3', '4', '5', '6', '7']);
    assert.deepEqual(leftovers(openStore(folder)), []);
  });

  it('loses only the runs in flight when the process is killed with -9', async () => {
    const folder = newFolder();
    const log = path.join(folder, 'log');
    const script = new URL('./sweep-in-a-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, ['--import', 'tsx', script, folder, log], {
      stdio: 'inherit',
    });
    while (!fs.existsSync(log) || lines(log).length < 4) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = openStore(folder);
    const specs = Array.from({ length: 6 }, (_, value) => spec({ value, ms: 100, log }));
    const { rows, missing } = readRows(specs, store);
    assert.ok(missing.length >= 1 && rows.length >= 2, `${missing.length} missing`);
    const finished = specs.filter(({ config }) => store.has(fake, config));
    for (const { config } of finished)
      assert.equal(store.tensors(fake, config).sum[0], config.value);
    assert.deepEqual(await sweep(specs, laboratory, { store, jobs: 2 }), []);
    assert.equal(readRows(specs, store).missing.length, 0);
    assert.deepEqual(leftovers(store), []);
    // what was finished before the kill was not done again
    assert.ok(lines(log).length <= 6 + 2);
  });

  it('ends with the reason when not even a failure can be written down', async () => {
    const store = openStore(newFolder());
    const full: Store = {
      ...store,
      recordFailure: () => {
        throw new Error('the disk is full');
      },
    };
    const specs = [spec({ value: 1, fate: 'fail' }), spec({ value: 2, ms: 300 })];
    await assert.rejects(sweep(specs, laboratory, { store: full, jobs: 2 }), /the disk is full/);
    assert.deepEqual(leftovers(store), []);
  });

  it('fails at once when its worker cannot start', async () => {
    const lost = { ...laboratory, workerModule: new URL('./no-such-worker.ts', import.meta.url) };
    await assert.rejects(
      sweep([spec({ value: 1 })], lost, { store: openStore(newFolder()) }),
      /no-such-worker/,
    );
  });
});
