import { createHash } from 'node:crypto';
import { unknownName } from '../errors.js';
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
  const { name, version, defaults } = experiment;
  const told = Object.fromEntries(
    Object.entries(completeConfig(experiment, config)).filter(
      ([key, value]) =>
        !Object.hasOwn(defaults, key) || canonicalJson(value) !== canonicalJson(defaults[key]),
    ),
  );
  const text = canonicalJson({ experiment: name, version, config: told });
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}

/** The config with every default filled in, checked, and normalised. */
export function completeConfig(experiment: Experiment, config: Config): Config {
  const known = Object.keys(experiment.defaults);
  const full = { ...experiment.defaults, ...config };
  const unknown = Object.keys(config).find((key) => !known.includes(key));
  if (unknown !== undefined) throw unknownName(`setting of ${experiment.name}`, unknown, known);
  experiment.check(full);
  return experiment.normalise(full);
}
