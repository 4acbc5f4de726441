/**
 * What the tensors of a run take, in bytes and in time: as blobs and as one file gzipped at level 1,
 * which is how the store kept them before. LeNet-300-100 with a mask, by density.
 *
 *   node --import tsx bench/store.ts [--rounds 21]
 *
 * `publish` encodes, hashes and writes all files of a run, each waited for until it is on the disk;
 * `write` does so with the gzipped file alone.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Experiment, Provenance, Tensors } from '../src/experiment/experiment.js';
import { writeDurably } from '../src/experiment/store/files.js';
import { openStore } from '../src/experiment/store/store.js';
import { contentHash, decodeTensor, encodeTensor } from '../src/experiment/store/tensor-blob.js';
import { stream } from '../src/math/rng.js';
import { initialise } from '../src/models/initialise.js';
import { applyMask, denseMask, type Mask } from '../src/models/mask.js';
import { buildModel } from '../src/models/register.js';
import { median, numberOption } from './timing.js';

const rounds = numberOption('rounds', 21);
const model = buildModel('lenet-300-100', [1, 28, 28], 10);
const parameters = initialise(model, stream(1, 'init'), { weights: 'glorot-normal' });

const experiment: Experiment = {
  name: 'bench',
  version: 1,
  defaults: {},
  check: () => undefined,
  normalise: (config) => config,
  parents: () => [],
  cost: () => 1,
  typicalPace: 1,
  run: () => [],
};

function randomMask(density: number): Mask {
  const rng = stream(1, 'mask');
  const entries = Object.entries(denseMask(model));
  return Object.fromEntries(
    entries.map(([name, mask]) => [name, mask.map(() => (rng.uniform() < density ? 1 : 0))]),
  );
}

/** Weights and mask, as a run keeps them. */
function tensorsAt(density: number): Tensors {
  const mask = randomMask(density);
  const weights = applyMask(parameters, mask);
  const named = (prefix: string, given: Tensors): [string, Float32Array | Uint8Array][] =>
    Object.entries(given).map(([name, values]) => [`${prefix}/${name}`, values]);
  return Object.fromEntries([...named('final', weights), ...named('mask', mask)]);
}

function joined(tensors: Tensors): Buffer {
  return Buffer.concat(
    Object.values(tensors).map((t) => Buffer.from(t.buffer, t.byteOffset, t.byteLength)),
  );
}

function milliseconds(call: () => void): number {
  const begin = performance.now();
  call();
  return performance.now() - begin;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prunelab-bench-'));
const provenance = {} as Provenance;
const columns = ['kB', 'encode', 'decode', 'publish', 'gzip kB', 'gzip', 'gunzip', 'write'];
console.log(['density', ...columns].map((c) => c.padStart(8)).join(''));
for (const density of [1, 0.5, 0.2, 0.05, 0.01]) {
  const tensors = tensorsAt(density);
  const values = Object.values(tensors);
  const blobs = values.map(encodeTensor);
  const gzipped = gzipSync(joined(tensors), { level: 1 });
  const stores = Array.from({ length: rounds }, (_, round) =>
    openStore(path.join(folder, `${density}-${round}`)),
  );
  const calls: Readonly<Record<string, (round: number) => void>> = {
    encode: () => values.forEach((tensor) => [contentHash(tensor), encodeTensor(tensor)]),
    decode: () => blobs.forEach((blob) => contentHash(decodeTensor(blob))),
    gzip: () => gzipSync(joined(tensors), { level: 1 }),
    gunzip: () => gunzipSync(gzipped),
    publish: (round) => stores[round].publish(experiment, {}, { rows: [], tensors, provenance }),
    write: (round) => writeDurably(path.join(stores[round].folder, 'gzipped'), gzipped),
  };
  const times: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round++) {
    for (const [name, call] of Object.entries(calls)) {
      (times[name] ??= []).push(milliseconds(() => call(round)));
    }
  }
  const bytes = {
    kB: blobs.reduce((sum, blob) => sum + blob.length, 0),
    'gzip kB': gzipped.length,
  };
  const cells = columns.map((column) =>
    column in bytes
      ? (bytes[column as keyof typeof bytes] / 1000).toFixed(0)
      : median(times[column]).toFixed(1),
  );
  console.log([`${100 * density} %`, ...cells].map((cell) => cell.padStart(8)).join(''));
}
fs.rmSync(folder, { recursive: true });
