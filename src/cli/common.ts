import os from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { engineNames } from '../engine/select.js';
import { lookUp } from '../errors.js';
import type { DataInstead } from '../replication/data-instead.js';
import { type PresetName, presetNames, type Replication } from '../replication/replication.js';

/** What every command is given. */
export interface Cli {
  readonly replications: readonly Replication[];
  /** Prints a line to standard output. */
  print(text: string): void;
}

/** Moves to the start of a terminal's line and empties it. */
export const CLEAR_LINE = '\r\u001b[K';

/** The command that does the runs of a preset. */
export function runLine({ paper }: Replication, preset: PresetName): string {
  return `prunelab run ${paper.key} --preset ${preset}`;
}

/** The replication with this key, or the near keys there are. */
export function findReplication({ replications }: Cli, key: string): Replication {
  const register = Object.fromEntries(replications.map((r) => [r.paper.key, r]));
  return lookUp('replication', register, key);
}

/** The replication with this key, or all of them when no key is given. */
export function findReplications(cli: Cli, key: string | undefined): readonly Replication[] {
  return key === undefined ? cli.replications : [findReplication(cli, key)];
}

/** The preset of that name, or the near names. */
export function findPreset(name: string): PresetName {
  const register = Object.fromEntries(presetNames.map((preset) => [preset, preset]));
  return lookUp('preset', register, name);
}

export const presetOption = (fallback: PresetName): Option =>
  new Option('-p, --preset <name>', 'how much to run: smoke, course or paper').default(fallback);

export const storeOption = (): Option =>
  new Option(
    '--store <folder>',
    'where results are kept (default: PRUNELAB_STORE, else ./store of the project)',
  );

export const jobsOption = (): Option =>
  new Option('-j, --jobs <n>', 'worker threads, one run each')
    .default(os.availableParallelism())
    .argParser(positiveInteger);

export const engineOption = (): Option =>
  new Option('-e, --engine <name>', 'what trains the networks; see `prunelab doctor`').choices([
    'auto',
    ...engineNames,
  ]);

export const dataInsteadOption = (): Option =>
  new Option(
    '--data-instead <name=other>',
    'train on another data set where runs ask for this one; may be given several times',
  )
    .default({})
    .argParser(namePair);

/** Adds a pair `name=other` to those read before. */
function namePair(text: string, before: unknown): DataInstead {
  const [name, other, ...rest] = text.split('=');
  if (!name || !other || rest.length > 0) {
    throw new InvalidArgumentError('It must be two data sets, such as cifar-10=cifar-10-jpeg.');
  }
  return { ...(before as DataInstead), [name]: other };
}

/** Reads an option that is a count. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  }
  return value;
}
