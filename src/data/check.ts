import path from 'node:path';
import { cachePath, type DataPlaces, defaultPlaces, findFile, inspectFile } from './cache.js';
import { classCounts, type Dataset } from './dataset.js';
import { checksumOf, type DataFile, type ManifestEntry, type SplitFacts } from './manifest.js';
import {
  datasetNames,
  type DatasetDescription,
  findDataset,
  type RegisteredDataset,
} from './register.js';

/** What a look at a file or a split of a data set showed. */
export interface DataFinding {
  readonly dataset: string;
  /** A file's name, or `train split` or `test split`. */
  readonly subject: string;
  readonly status: 'ok' | 'missing' | 'corrupt';
  /** Where a file is, or where a download would put it. */
  readonly path?: string;
  /** sha256 of a file's content, or of a split's images and labels. */
  readonly expected?: string;
  readonly found?: string;
  /** What was seen or is wrong, in words: bytes of a file, size and class counts of a split. */
  readonly detail: string;
}

/** A data set and where it is. */
export interface DatasetListing extends DatasetDescription {
  /** `not here`: it cannot be downloaded, the user has to bring it. */
  readonly status:
    'built in' | 'registered' | 'PRUNELAB_DATA' | 'cached' | 'not downloaded' | 'not here';
  /** The folder of its first file, if it is here and has files. */
  readonly folder?: string;
}

/**
 * Looks at everything a data set consists of: the checksum of each file, then the size, class
 * counts and checksum of both splits. Downloads and changes nothing.
 */
export async function checkDataset(
  name: string,
  places: DataPlaces = defaultPlaces(),
): Promise<DataFinding[]> {
  const dataset = findDataset(name);
  const files = (dataset.facts?.files ?? []).map((file) =>
    checkFile(name, dataset.facts!, file, places),
  );
  if (files.some(({ status }) => status !== 'ok')) return files;
  const { train, test } = await dataset.load({ download: false, places });
  const splits = dataset.facts?.splits;
  return [...files, checkSplit(name, train, splits?.train), checkSplit(name, test, splits?.test)];
}

/** Every data set with where it is; looks for files but not into them. */
export function listDatasets(places: DataPlaces = defaultPlaces()): DatasetListing[] {
  return datasetNames().map((name) => {
    const dataset = findDataset(name);
    return { ...dataset.description, ...whereabouts(dataset, places) };
  });
}

function whereabouts(
  { facts }: RegisteredDataset,
  places: DataPlaces,
): Pick<DatasetListing, 'status' | 'folder'> {
  if (facts === undefined) return { status: 'registered' };
  if (facts.files.length === 0) return { status: 'built in' };
  const found = facts.files.map((file) => findFile(places, facts.filesOf, file));
  if (found.includes(undefined)) {
    return { status: facts.urls.length > 0 ? 'not downloaded' : 'not here' };
  }
  const first = found[0]!;
  return {
    status: first.place === 'cache' ? 'cached' : 'PRUNELAB_DATA',
    folder: path.dirname(first.path),
  };
}

function checkFile(
  dataset: string,
  { filesOf, urls }: ManifestEntry,
  file: DataFile,
  places: DataPlaces,
): DataFinding {
  const found = findFile(places, filesOf, file);
  if (found === undefined) {
    return {
      dataset,
      subject: file.name,
      status: 'missing',
      path: cachePath(places, filesOf, file),
      expected: checksumOf(file),
      detail:
        urls.length > 0
          ? `run \`prunelab data get ${dataset}\``
          : 'put it into a folder and set PRUNELAB_DATA to it',
    };
  }
  const inspection = inspectFile(found.path, file);
  const at = { dataset, subject: file.name, path: found.path };
  if (inspection.status === 'ok') {
    const detail = `${inspection.content.length} bytes`;
    return { ...at, status: 'ok', expected: checksumOf(file), found: inspection.sha256, detail };
  }
  const { expected, defect } = inspection;
  return { ...at, status: 'corrupt', expected, found: inspection.found, detail: defect };
}

function checkSplit(name: string, split: Dataset, facts: SplitFacts | undefined): DataFinding {
  const perClass = classCounts(split);
  const at = { dataset: name, subject: `${split.split} split`, found: split.sha256 };
  const seen = `${split.size} images; per class ${perClass.join(', ')}`;
  if (facts === undefined) return { ...at, status: 'ok', detail: seen };
  const expected = `${facts.size} images; per class ${facts.perClass.join(', ')}`;
  const same = seen === expected && split.sha256 === (facts.sha256 ?? split.sha256);
  const detail = same ? seen : `${seen}; expected ${expected}`;
  const checksum = facts.sha256 === undefined ? {} : { expected: facts.sha256 };
  return { ...at, ...checksum, status: same ? 'ok' : 'corrupt', detail };
}
