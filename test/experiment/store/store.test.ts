import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Provenance, Tensors } from '../../../src/experiment/experiment.js';
import { openStore, type Store } from '../../../src/experiment/store/store.js';
import { type Rng, stream } from '../../../src/math/rng.js';
import { runId } from '../../../src/experiment/run-id.js';
import { fake } from '../fake.js';
import { newFolder } from '../../support/temporary-folder.js';

const provenance = { commit: 'abc', seconds: 2 } as unknown as Provenance;
const config = { value: 3 };

/** The number of a process that has just ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '0']).pid;
}

function filesIn(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => fs.statSync(file).isFile());
}

/** Where the blobs of a store are, from its folder of blobs. */
function blobs(store: Store): string[] {
  const folder = path.join(store.folder, 'blobs');
  return filesIn(folder).map((file) => path.relative(folder, file));
}

const runFolder = (store: Store): string => path.join(store.folder, 'fake-v1', runId(fake, config));

/** What each level leaves when a fifth of the weights of LeNet-300-100 are pruned between levels. */
function* lenetLadder(rng: Rng, levels: number): Generator<Tensors> {
  const sizes = [784 * 300, 300 * 100, 100 * 10];
  const units = [300, 100, 10];
  const masks = sizes.map((size) => new Uint8Array(size).fill(1));
  for (let level = 0; level < levels; level++) {
    const tensors: Record<string, Float32Array | Uint8Array> = {};
    for (const [layer, mask] of masks.entries()) {
      tensors[`final/fc${layer}.weight`] = survivors(mask, rng);
      tensors[`final/fc${layer}.bias`] = survivors(new Uint8Array(units[layer]).fill(1), rng);
      tensors[`mask/fc${layer}.weight`] = mask;
      if (level === 0) tensors[`rewind/fc${layer}.weight`] = survivors(mask, rng);
    }
    yield tensors;
    for (const mask of masks) {
      for (let i = 0; i < mask.length; i++) if (rng.uniform() < 0.2) mask[i] = 0;
    }
  }
}

/** Normal weights where the mask keeps them. */
function survivors(mask: Uint8Array, rng: Rng): Float32Array {
  const weights = new Float32Array(mask.length);
  for (let i = 0; i < mask.length; i++) if (mask[i] === 1) weights[i] = 0.05 * rng.normal();
  return weights;
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

  it('keeps a content once, however many runs have it', () => {
    const store = openStore(newFolder());
    const keep = (value: number, tensors: Tensors): void =>
      store.publish(fake, { value }, { rows: [], tensors, provenance });
    const mask = Uint8Array.from([1, 0, 1]);
    const bias = new Float32Array(4);
    keep(1, { 'mask/a': mask, 'final/b': bias, 'final/w': Float32Array.from([1, 2]) });
    assert.equal(blobs(store).length, 3);
    keep(2, { 'mask/a': mask.slice(), 'final/b': bias, 'rewind/b': bias });
    assert.equal(blobs(store).length, 3);
    keep(3, { 'mask/a': Uint8Array.from([1, 1, 1]) });
    assert.equal(blobs(store).length, 4);
    const back = store.tensors(fake, { value: 2 });
    assert.deepEqual(back, { 'mask/a': mask, 'final/b': bias, 'rewind/b': bias });
    assert.notEqual(back['final/b'], back['rewind/b'], 'each is an array of its own');
    for (const file of blobs(store)) {
      assert.match(file, /^([0-9a-f]{2})\/\1[0-9a-f]{62}$/);
    }
  });

  it('lists the tensors of a run by name, the same in whatever order they come', () => {
    const lists = [
      { w: Float32Array.from([1, 2]), m: Uint8Array.from([1]) },
      { m: Uint8Array.from([1]), w: Float32Array.from([1, 2]) },
    ].map((tensors) => {
      const store = openStore(newFolder());
      store.publish(fake, config, { rows: [], tensors, provenance });
      return fs.readFileSync(path.join(runFolder(store), 'tensors.json'), 'utf8');
    });
    assert.equal(lists[0], lists[1]);
    // printf 'U8\x01' | sha256sum, and 'F32' with 1 and 2 as little-endian floats
    assert.deepEqual(JSON.parse(lists[0]), {
      m: { sha256: '599db8e2e31fb81aa942e8b04972cea8bbe84f9102a84bc0766f8d8e4609a3f4', dtype: 'U8', length: 1 },
      w: { sha256: '4da6d92e0ec48958968ed4441cd4fe158d44ddd9b49cab20073acd8dbc56377c', dtype: 'F32', length: 2 },
    });
  });

  it('reads runs whose tensors were kept in one file', () => {
    const store = openStore(newFolder());
    store.publish(fake, config, { rows: [], tensors: null, provenance });
    assert.throws(() => store.tensors(fake, config), /The run in .* has kept no tensors/);
    const header = JSON.stringify({ w: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } });
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    const raw = Buffer.concat([length, Buffer.from(header), Buffer.from([0, 0, 128, 63])]);
    fs.writeFileSync(path.join(runFolder(store), 'tensors.safetensors.gz'), gzipSync(raw));
    assert.deepEqual(store.tensors(fake, config), { w: Float32Array.from([1]) });
  });

  it('says what to do about a lost blob, and doing it helps', () => {
    const store = openStore(newFolder());
    const result = { rows: [], tensors: { w: Float32Array.from([1, 2]) }, provenance };
    store.publish(fake, config, result);
    const file = path.join(store.folder, 'blobs', blobs(store)[0]);
    for (const [spoil, message] of [
      [() => fs.truncateSync(file, 20), /is damaged: unexpected end of file\. .*run.* done again/],
      [() => fs.rmSync(file), /is missing\. The run .* done again/],
    ] as const) {
      spoil();
      assert.throws(
        () => store.tensors(fake, config),
        (error: Error) => {
          assert.equal(error.name, 'UserError');
          assert.ok(error.message.includes(file) && error.message.includes(runFolder(store)));
          assert.match(error.message, message);
          return true;
        },
      );
      fs.rmSync(runFolder(store), { recursive: true });
      store.publish(fake, config, result);
      assert.deepEqual(store.tensors(fake, config), result.tensors);
    }
  });

  it('stays whole when several processes write the same blobs at once', async () => {
    const store = openStore(newFolder());
    const script = new URL('./publish-in-a-process.ts', import.meta.url).pathname;
    const firsts = [0, 100, 200];
    const codes = await Promise.all(
      firsts.map(async (first) => {
        const args = ['--import', 'tsx', script, store.folder, String(first)];
        const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [
          number,
        ];
        return code;
      }),
    );
    assert.deepEqual(codes, [0, 0, 0]);
    assert.equal(blobs(store).length, 10);
    for (const first of firsts) {
      const { weights } = store.tensors(fake, { value: first + 9 });
      assert.equal(weights[16], 5);
    }
    assert.deepEqual(fs.readdirSync(path.join(store.folder, 'tmp')), []);
  });

  it('publishes nothing when a blob cannot be written, and can afterwards', () => {
    const store = openStore(newFolder());
    const result = { rows: [], tensors: { w: Float32Array.from([1]) }, provenance };
    fs.writeFileSync(path.join(store.folder, 'blobs'), 'in the way');
    assert.throws(() => store.publish(fake, config, result), { code: 'ENOTDIR' });
    assert.equal(store.has(fake, config), false);
    assert.deepEqual(fs.readdirSync(path.join(store.folder, 'tmp')), []);
    fs.rmSync(path.join(store.folder, 'blobs'));
    store.publish(fake, config, result);
    assert.deepEqual(store.tensors(fake, config), result.tensors);
  });

  it('keeps 30 levels of LeNet-300-100 for 5 seeds, rewind points included, in 32 MB', () => {
    const store = openStore(newFolder());
    for (const seed of [1, 2, 3, 4, 5]) {
      let value = 0;
      for (const tensors of lenetLadder(stream(seed, 'size'), 30)) {
        store.publish(fake, { value: value++, ms: seed }, { rows: [], tensors, provenance });
      }
    }
    const bytes = filesIn(store.folder).reduce((sum, file) => sum + fs.statSync(file).size, 0);
    assert.ok(bytes < 32e6, `${(bytes / 1e6).toFixed(1)} MB`);
  }).timeout(120_000);

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
