import { createHash } from 'node:crypto';
import { unknownName, UserError } from '../errors.js';
import type { Config, Experiment, Json } from './experiment.js';

/** JSON with sorted keys and no spaces: equal values always give the same text. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`A config can hold only finite numbers, but got ${value}.`);
  }
  if (Array.isArray(value)) return `[${value.map((v: Json) => canonicalJson(v)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Record<string, Json>).sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/**
 * The name of a run: the first 80 bits, in hex, of the sha256 of its canonical config, its
 * experiment's name and version.
 *
 * Settings that equal the experiment's defaults are left out, so that adding an option with a
 * default that means "as before" keeps every old name. Pinned by `test/hashes.test.ts`.
 */
export function runId(experiment: Experiment, config: Config): string {
  const { name, version } = experiment;
  const told = statedConfig(experiment, config);
  const text = canonicalJson({ experiment: name, version, config: told });
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

/** The config checked and normalised, without the settings that equal the experiment's defaults. */
export function statedConfig(experiment: Experiment, config: Config): Config {
  const { defaults } = experiment;
  return Object.fromEntries(
    Object.entries(completeConfig(experiment, config)).filter(
      ([key, value]) =>
        !Object.hasOwn(defaults, key) || canonicalJson(value) !== canonicalJson(defaults[key]),
    ),
  );
}

/** The config with every default filled in, checked, and normalised. */
export function completeConfig(experiment: Experiment, config: Config): Config {
  const known = Object.keys(experiment.defaults);
  const full = { ...experiment.defaults, ...config };
  const unknown = Object.keys(config).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unknownName(`setting of ${experiment.name}`, unknown, known);
  for (const key of known) checkKind(key, full[key], experiment.defaults[key]);
  experiment.check(full);
  return experiment.normalise(full);
}

/**
 * Throws a `UserError` unless a setting is the kind of value that its default is, and numbers are
 * finite. A default of null stands for anything, but not for nothing at all.
 */
function checkKind(key: string, given: Json | undefined, byDefault: Json): void {
  const kind = kindOf(given);
  const wanted = kindOf(byDefault);
  if (kind === wanted || (byDefault === null && kind !== undefined)) return;
  const shown = typeof given === 'number' ? String(given) : (JSON.stringify(given) ?? 'undefined');
  throw new UserError(
    `The setting '${key}' must be ${wanted}, such as its default ${JSON.stringify(byDefault)}, but is ` +
      `${shown}.`,
  );
}

/** What a value is, in words; undefined for what no config can hold. */
function kindOf(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'null';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : undefined;
  return { string: 'text', boolean: 'true or false', object: 'an object' }[typeof value as string];
}
