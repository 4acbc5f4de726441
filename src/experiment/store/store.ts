import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { UserError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import type { Config, Experiment, Provenance, Row, Tensors } from '../experiment.js';
import { readJson, writeDurably, writeWhole, writingTo } from './files.js';
import { refreshLock, releaseLock, takeLock } from './locks.js';
import { isAlive, isOwnThread, ownerFromName, ownerName } from './process-identity.js';
import { runId, completeConfig } from '../run-id.js';
import { entryOf, readBlob, type TensorEntry, writeBlob } from './blobs.js';
import { readSafetensors } from './safetensors.js';

/** A finished run, as the store keeps it. */
export interface Run {
  readonly id: string;
  readonly experiment: string;
  readonly version: number;
  readonly config: Config;
  readonly provenance: Provenance;
}

/** Why a run failed; kept until it succeeds. */
export interface Failure {
  readonly id: string;
  readonly experiment: string;
  readonly config: Config;
  readonly message: string;
}

/**
 * A folder of finished runs: `<experiment>-v<version>/<id>/` with `run.json`, `rows.jsonl` and, for
 * runs that others build on, `tensors.json`, which lists the tensors it kept by the names of their
 * contents. The contents are in `blobs/<first two digits>/<name>`, each once, however many runs kept
 * it (`encodeTensor` says how). Older runs have their tensors in `tensors.safetensors.gz` instead.
 *
 * A run is written to `tmp/` and published by one atomic rename, after its blobs, so what is there is
 * whole. There is no index: a run exists when its folder does. A blob of no run does no harm. This
 * file alone knows the names of files.
 */
export interface Store {
  readonly folder: string;
  has(experiment: Experiment, config: Config): boolean;
  read(experiment: Experiment, config: Config): Run;
  rows(experiment: Experiment, config: Config): Row[];
  tensors(experiment: Experiment, config: Config): Tensors;
  publish(
    experiment: Experiment,
    config: Config,
    result: { rows: readonly Row[]; tensors: Tensors | null; provenance: Provenance },
  ): void;
  recordFailure(experiment: Experiment, config: Config, message: string): void;
  failure(experiment: Experiment, config: Config): Failure | null;
  /** Claims a run for this process; false while a living process holds it. */
  lock(experiment: Experiment, config: Config): boolean;
  /** Shows that a locked run is still being done. */
  refreshLock(experiment: Experiment, config: Config): void;
  unlock(experiment: Experiment, config: Config): void;
  /** Removes what dead processes, and ended threads of this one, left half-written. */
  sweepUp(endedThreads?: readonly number[]): void;
}

/** Where results go unless told otherwise: `PRUNELAB_STORE`, else `store/` in the project. */
export function defaultStoreFolder(): string {
  return process.env.PRUNELAB_STORE ?? path.join(packageRoot(), 'store');
}

/** Opens a store, making its folders; a `UserError` says so if they cannot be written to. */
export function openStore(folder: string = defaultStoreFolder()): Store {
  const root = path.resolve(folder);
  const [tmp, locks, failures] = ['tmp', 'locks', 'failed'].map((name) => path.join(root, name));
  checkWritable(root, [tmp, locks, failures]);

  const at = (experiment: Experiment, config: Config): string =>
    path.join(root, `${experiment.name}-v${experiment.version}`, runId(experiment, config));
  const lockFile = (e: Experiment, c: Config): string => path.join(locks, `${runId(e, c)}.json`);
  const failureFile = (e: Experiment, c: Config): string =>
    path.join(failures, `${runId(e, c)}.json`);
  const blobFile = (sha256: string): string =>
    path.join(root, 'blobs', sha256.slice(0, 2), sha256);

  const writeTensors = (draft: string, tensors: Tensors): void => {
    const list: Record<string, TensorEntry> = {};
    for (const name of Object.keys(tensors).sort()) {
      const entry = entryOf(tensors[name]);
      writeBlob(blobFile(entry.sha256), path.join(draft, 'blob'), tensors[name], entry.sha256);
      list[name] = entry;
    }
    writeDurably(path.join(draft, 'tensors.json'), `${JSON.stringify(list, null, 2)}\n`);
  };
  const readTensors = (run: string): Tensors => {
    const [list, old] = ['tensors.json', 'tensors.safetensors.gz'].map((f) => path.join(run, f));
    if (!fs.existsSync(list)) {
      if (!fs.existsSync(old)) throw new Error(`The run in ${run} has kept no tensors.`);
      return readSafetensors(fs.readFileSync(old));
    }
    const entries = Object.entries(readJson(list) as Record<string, TensorEntry>);
    return Object.fromEntries(
      entries.map(([name, { sha256 }]) => [name, readBlob(blobFile(sha256), sha256, run)]),
    );
  };

  return {
    folder: root,
    has: (experiment, config) => fs.existsSync(path.join(at(experiment, config), 'run.json')),
    read: (experiment, config) => readJson(path.join(at(experiment, config), 'run.json')) as Run,
    rows: (experiment, config) =>
      fs
        .readFileSync(path.join(at(experiment, config), 'rows.jsonl'), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Row),
    tensors: (experiment, config) => readTensors(at(experiment, config)),
    publish: (experiment, config, { rows, tensors, provenance }) => {
      const target = at(experiment, config);
      const draft = path.join(tmp, `${ownerName()}~${randomUUID()}`);
      const run: Run = {
        id: runId(experiment, config),
        experiment: experiment.name,
        version: experiment.version,
        config: completeConfig(experiment, config),
        provenance,
      };
      writingTo(root, () => {
        try {
          fs.mkdirSync(draft);
          const lines = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
          writeDurably(path.join(draft, 'rows.jsonl'), lines);
          if (tensors !== null) writeTensors(draft, tensors);
          writeDurably(path.join(draft, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
          fs.mkdirSync(path.dirname(target), { recursive: true });
          renameUnlessPublished(draft, target);
        } finally {
          fs.rmSync(draft, { recursive: true, force: true });
        }
      });
      fs.rmSync(failureFile(experiment, config), { force: true });
    },
    recordFailure: (experiment, config, message) => {
      const failure: Failure = {
        id: runId(experiment, config),
        experiment: experiment.name,
        config: completeConfig(experiment, config),
        message,
      };
      const file = failureFile(experiment, config);
      writingTo(root, () => writeWhole(file, `${JSON.stringify(failure, null, 2)}\n`));
    },
    failure: (experiment, config) => {
      const file = failureFile(experiment, config);
      return fs.existsSync(file) ? (readJson(file) as Failure) : null;
    },
    lock: (experiment, config) => {
      const file = lockFile(experiment, config);
      return writingTo(root, () => takeLock(file));
    },
    refreshLock: (experiment, config) => refreshLock(lockFile(experiment, config)),
    unlock: (experiment, config) => releaseLock(lockFile(experiment, config)),
    sweepUp: (endedThreads = []) => {
      for (const name of fs.readdirSync(tmp)) {
        if (!isAlive(ownerFromName(name)) || isOwnThread(name, endedThreads)) {
          fs.rmSync(path.join(tmp, name), { recursive: true, force: true });
        }
      }
    },
  };
}

function checkWritable(root: string, folders: readonly string[]): void {
  try {
    for (const folder of folders) fs.mkdirSync(folder, { recursive: true });
    const probe = path.join(root, 'tmp', `${ownerName()}~${randomUUID()}`);
    fs.writeFileSync(probe, '');
    fs.rmSync(probe);
  } catch (cause) {
    throw new UserError(
      `The store ${root} cannot be written to (${(cause as Error).message}). ` +
        'Give a folder you may write to with --store or PRUNELAB_STORE.',
      { cause },
    );
  }
}

/** A rename fails when another process has published the same run first; its bits are the same. */
function renameUnlessPublished(draft: string, target: string): void {
  try {
    fs.renameSync(draft, target);
  } catch (error) {
    if (!fs.existsSync(path.join(target, 'run.json'))) throw error;
  }
}
