import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Provenance } from '../../../src/experiment/experiment.js';
import { openStore } from '../../../src/experiment/store/store.js';
import { runId } from '../../../src/experiment/run-id.js';
import { fake } from '../fake.js';
import { newFolder } from '../../support/temporary-folder.js';

const provenance = { commit: 'abc', seconds: 2 } as unknown as Provenance;
const config = { value: 3 };

/** The number of a process that has just ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

describe('store', () => {
  it('keeps rows, tensors and provenance of a run', () => {
    const store = openStore(newFolder());
    assert.equal(store.has(fake, config), false);
    const rows = [
      { a: 1, b: null, c: 'x' },
      { a: 2, b: true, c: 'y' },
    ];
    const tensors = { w: Float32Array.from([1, 2]) };
    store.publish(fake, config, { rows, tensors, provenance });
    assert.equal(store.has(fake, config), true);
    assert.deepEqual(store.rows(fake, config), rows);
    assert.deepEqual(store.tensors(fake, config), tensors);
    const run = store.read(fake, config);
    assert.equal(run.id, runId(fake, config));
    assert.deepEqual(run.config, { ...fake.defaults, value: 3 });
    assert.deepEqual(run.provenance, provenance);
    assert.deepEqual(fs.readdirSync(path.join(store.folder, 'tmp')), []);
  });

  it('keeps the first result when the same run is published twice', () => {
    const store = openStore(newFolder());
    store.publish(fake, config, { rows: [{ n: 1 }], tensors: null, provenance });
    store.publish(fake, config, { rows: [{ n: 2 }], tensors: null, provenance });
    assert.deepEqual(store.rows(fake, config), [{ n: 1 }]);
    assert.deepEqual(fs.readdirSync(path.join(store.folder, 'tmp')), []);
  });

  it('publishes nothing and leaves nothing when writing fails half-way', () => {
    const store = openStore(newFolder());
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    assert.throws(() =>
      store.publish(fake, config, { rows: [cyclic as never], tensors: null, provenance }),
    );
    assert.equal(store.has(fake, config), false);
    assert.deepEqual(fs.readdirSync(path.join(store.folder, 'tmp')), []);
  });

  it('remembers a failure until the run succeeds', () => {
    const store = openStore(newFolder());
    assert.equal(store.failure(fake, config), null);
    store.recordFailure(fake, config, 'no luck');
    assert.equal(store.failure(fake, config)?.message, 'no luck');
    store.publish(fake, config, { rows: [], tensors: null, provenance });
    assert.equal(store.failure(fake, config), null);
  });

  it('says so when it cannot be written to', () => {
    const file = path.join(newFolder(), 'a-file');
    fs.writeFileSync(file, '');
    assert.throws(() => openStore(path.join(file, 'store')), {
      name: 'UserError',
      message: /The store .*a-file.store cannot be written to .*--store or PRUNELAB_STORE/,
    });
  });

  it('gives a lock to one holder at a time', () => {
    const store = openStore(newFolder());
    assert.equal(store.lock(fake, config), true);
    assert.equal(openStore(store.folder).lock(fake, config), false);
    assert.equal(store.lock(fake, { value: 4 }), true);
    store.unlock(fake, config);
    assert.equal(store.lock(fake, config), true);
  });

  it('takes over the lock of a dead process, and one cut short by a kill', () => {
    const store = openStore(newFolder());
    const file = path.join(store.folder, 'locks', `${runId(fake, config)}.json`);
    fs.writeFileSync(file, JSON.stringify({ host: os.hostname(), pid: deadPid() }));
    assert.equal(store.lock(fake, config), true);
    fs.writeFileSync(file, '{"host":');
    assert.equal(store.lock(fake, config), true);
    fs.writeFileSync(file, JSON.stringify({ host: 'elsewhere', pid: deadPid() }));
    assert.equal(store.lock(fake, config), false, 'a process on another host may be alive');
  });

  it('takes over a lock that nobody has refreshed for two minutes', () => {
    const store = openStore(newFolder());
    const file = path.join(store.folder, 'locks', `${runId(fake, config)}.json`);
    const old = new Date(fs.statSync(store.folder).mtimeMs - 121_000);
    fs.writeFileSync(file, JSON.stringify({ host: 'elsewhere', pid: 1 }));
    fs.utimesSync(file, old, old);
    store.refreshLock(fake, config);
    assert.equal(store.lock(fake, config), false, 'refreshed just now');
    fs.utimesSync(file, old, old);
    assert.equal(store.lock(fake, config), true);
    assert.deepEqual(fs.readdirSync(path.join(store.folder, 'locks')), [path.basename(file)]);
  });

  it('sweeps up after dead processes and ended threads, and after nobody else', () => {
    const store = openStore(newFolder());
    const tmp = path.join(store.folder, 'tmp');
    const here = encodeURIComponent(os.hostname());
    const dead = deadPid();
    for (const name of [
      `${here}~${dead}~0~a`,
      `${here}~${process.pid}~7~b`,
      `${here}~${process.pid}~8~c`,
      `elsewhere~${dead}~0~d`,
    ]) {
      fs.mkdirSync(path.join(tmp, name));
    }
    store.sweepUp([7]);
    const left = fs.readdirSync(tmp).map((name) => name.slice(-1));
    assert.deepEqual(left.sort(), ['c', 'd']);
  });
});
