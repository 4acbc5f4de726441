import { lookUp, UserError } from '../errors.js';
import { parseCifar10 } from './cifar-10/cifar-10.js';
import { type DataPlaces, defaultPlaces } from './cache.js';
import { type FileOptions, obtainFiles, type ObtainedFile, readFiles } from './data-files.js';
import type { Dataset, DatasetPair } from './dataset.js';
import { glyphs } from './glyphs.js';
import { type ManifestEntry, readManifest } from './manifest.js';
import { parseMnist } from './mnist.js';

/** What is known of a data set without loading it. */
export interface DatasetDescription {
  readonly name: string;
  readonly description: string;
  readonly licence?: string;
  /** Key in `references.bib`. */
  readonly citation?: string;
  /** [channels, height, width]. */
  readonly shape: readonly [number, number, number];
  readonly numClasses: number;
  readonly trainSize: number;
  readonly testSize: number;
}

/** A data set of the user's own, for `registerDataset`. */
export interface DatasetDefinition extends Omit<DatasetDescription, 'name'> {
  readonly load: () => DatasetPair | Promise<DatasetPair>;
}

export interface LoadOptions extends Partial<FileOptions> {
  /** Whether missing files may be downloaded; they may when left out. */
  readonly download?: boolean;
}

/** A data set in the register. */
export interface RegisteredDataset {
  readonly description: DatasetDescription;
  /** What `datasets/manifest.json` says of it; undefined for a data set of the user's. */
  readonly facts?: ManifestEntry;
  load(options: LoadOptions): Promise<DatasetPair>;
}

type Parse = (name: string, files: ReadonlyMap<string, Uint8Array>) => DatasetPair;

const parsers: Readonly<Record<string, Parse>> = {
  mnist: (name, files) => parseMnist(name, files),
  'mnist-14': (name, files) => parseMnist(name, files, { halve: true }),
  glyphs: (name) => registeredGlyphs(name, 28),
  'glyphs-14': (name) => registeredGlyphs(name, 14),
  'cifar-10': (name, files) => parseCifar10(name, files, { side: 32 }),
  'cifar-10-16': (name, files) => parseCifar10(name, files, { side: 16 }),
  'cifar-10-jpeg': (name, files) => parseCifar10(name, files, { side: 32 }),
  'cifar-10-jpeg-16': (name, files) => parseCifar10(name, files, { side: 16 }),
};

let register: Record<string, RegisteredDataset> | undefined;

/** The names that `loadDataset` knows. */
export function datasetNames(): string[] {
  return Object.keys(datasets());
}

/** What is known of a data set without loading it. */
export function describeDataset(name: string): DatasetDescription {
  return findDataset(name).description;
}

/** The entry of a data set in the register; an unknown name is a `UserError` with the near ones. */
export function findDataset(name: string): RegisteredDataset {
  return lookUp('data set', datasets(), name);
}

/**
 * Loads a data set: generates it, or reads its files and downloads those that are missing.
 *
 * Files come from PRUNELAB_DATA, then from the cache; every checksum is verified, once per process
 * and place, and later calls return the same pair. Throws a `UserError` for an unknown name, a
 * corrupt file, and, with `{ download: false }`, a missing one.
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<DatasetPair> {
  return findDataset(name).load(options);
}

/** Downloads what a data set still lacks and replaces what is corrupt in the cache. */
export async function getDataset(
  name: string,
  onProgress?: FileOptions['onProgress'],
  options: Partial<FileOptions> = {},
): Promise<ObtainedFile[]> {
  const { facts } = findDataset(name);
  if (facts === undefined) return [];
  return obtainFiles(facts.filesOf, facts, { places: defaultPlaces(), ...options, onProgress });
}

/**
 * Adds a data set of the user's own under `name`.
 *
 * Throws a `UserError` if the name is taken, unless `replace` says that this is on purpose.
 */
export function registerDataset(
  name: string,
  definition: DatasetDefinition,
  { replace = false } = {},
): void {
  if (Object.hasOwn(datasets(), name) && !replace) {
    throw new UserError(
      `There is a data set '${name}' already. Choose another name, or replace it on purpose with ` +
        `registerDataset('${name}', definition, { replace: true }).`,
    );
  }
  const { load, ...rest } = definition;
  const description = { ...rest, name };
  const checked = async (): Promise<DatasetPair> => {
    const pair = await load();
    checkPair(pair, description);
    return pair;
  };
  datasets()[name] = { description, load: once(checked) };
}

function datasets(): Record<string, RegisteredDataset> {
  register ??= Object.fromEntries(
    Object.entries(readManifest()).map(([name, facts]) => [name, builtIn(name, facts)]),
  );
  return register;
}

function builtIn(name: string, facts: ManifestEntry): RegisteredDataset {
  const { description, licence, citation, shape, numClasses, splits } = facts;
  const parse = lookUp('reader of data set', parsers, name);
  return {
    description: {
      name,
      description,
      licence,
      ...(citation === undefined ? {} : { citation }),
      shape,
      numClasses,
      trainSize: splits.train.size,
      testSize: splits.test.size,
    },
    facts,
    load: once(async ({ download = true, places = defaultPlaces(), ...rest }) =>
      parse(name, await readFiles(facts.filesOf, facts, download, { places, ...rest })),
    ),
  };
}

/** Keeps what was loaded from each place; a failure is forgotten, so that the next call tries again. */
function once(
  load: (options: LoadOptions) => Promise<DatasetPair>,
): (options: LoadOptions) => Promise<DatasetPair> {
  const loaded = new Map<string, Promise<DatasetPair>>();
  return async (options) => {
    const key = placesKey(options.places ?? defaultPlaces());
    const pair = loaded.get(key) ?? load(options);
    loaded.set(key, pair);
    try {
      return await pair;
    } catch (error) {
      loaded.delete(key);
      throw error;
    }
  };
}

function placesKey({ cache, local }: DataPlaces): string {
  return JSON.stringify([cache, local]);
}

function registeredGlyphs(name: string, size: 28 | 14): DatasetPair {
  const { splits } = readManifest()[name];
  return glyphs({ name, size, train: splits.train.size, test: splits.test.size, seed: 0 });
}

function checkPair({ train, test }: DatasetPair, expected: DatasetDescription): void {
  const facts = (split: Dataset): string =>
    `${split.size} images of shape [${split.shape.join(', ')}] in ${split.numClasses} classes`;
  for (const [split, size] of [
    [train, expected.trainSize],
    [test, expected.testSize],
  ] as const) {
    const found = facts(split);
    const promised = facts({ ...split, ...expected, size });
    if (found !== promised) {
      throw new UserError(
        `The ${split.split} split of data set '${expected.name}' has ${found}, ` +
          `but it was registered with ${promised}.`,
      );
    }
  }
}
