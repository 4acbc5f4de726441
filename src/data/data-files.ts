import path from 'node:path';
import { UserError } from '../errors.js';
import {
  cachePath,
  type DataPlaces,
  findFile,
  type FoundFile,
  inspectFile,
  searchedFolders,
} from './cache.js';
import { download, type DownloadOptions } from './download.js';
import type { DataFile, ManifestEntry } from './manifest.js';

/** How far the download of one file has come. */
export interface DownloadProgress {
  readonly dataset: string;
  readonly file: string;
  /** Bytes. */
  readonly received: number;
  readonly total: number;
}

export interface FileOptions {
  readonly places: DataPlaces;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  /** How patient downloads are; for tests. */
  readonly network?: Pick<DownloadOptions, 'attempts' | 'pause' | 'patience'> | undefined;
}

type FileSet = Pick<ManifestEntry, 'files' | 'urls'>;

/** What became of a file that was asked for. */
export interface ObtainedFile {
  readonly file: string;
  readonly path: string;
  readonly action: 'found' | 'downloaded';
}

/**
 * The decompressed contents of a data set's files by name, every checksum verified.
 *
 * Missing files are downloaded if `mayDownload`. Throws a `UserError` that names a missing or
 * corrupt file and says what to do.
 */
export async function readFiles(
  dataset: string,
  set: FileSet,
  mayDownload: boolean,
  options: FileOptions,
): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const file of set.files) {
    let found = findFile(options.places, dataset, file);
    if (found === undefined) {
      if (!mayDownload || set.urls.length === 0) {
        throw missing(dataset, set, file, options.places);
      }
      found = await fetchFile(dataset, set, file, options);
    }
    const inspection = inspectFile(found.path, file);
    if (inspection.status === 'corrupt') throw corrupt(dataset, found, inspection.defect);
    contents.set(file.name, inspection.content);
  }
  return contents;
}

/**
 * Makes sure that every file of a data set is here and whole: downloads what is missing, and
 * replaces what is corrupt in the cache. Files in PRUNELAB_DATA are never touched.
 */
export async function obtainFiles(
  dataset: string,
  set: FileSet,
  options: FileOptions,
): Promise<ObtainedFile[]> {
  const obtained: ObtainedFile[] = [];
  for (const file of set.files) {
    const found = findFile(options.places, dataset, file);
    const inspection = found && inspectFile(found.path, file);
    if (found && inspection?.status === 'ok') {
      obtained.push({ file: file.name, path: found.path, action: 'found' });
      continue;
    }
    if (found?.place === 'PRUNELAB_DATA' && inspection?.status === 'corrupt') {
      throw corrupt(dataset, found, inspection.defect);
    }
    if (set.urls.length === 0) throw missing(dataset, set, file, options.places);
    const fetched = await fetchFile(dataset, set, file, options);
    obtained.push({ file: file.name, path: fetched.path, action: 'downloaded' });
  }
  return obtained;
}

async function fetchFile(
  dataset: string,
  { urls, files }: FileSet,
  file: DataFile,
  { places, onProgress, network }: FileOptions,
): Promise<FoundFile> {
  const target = cachePath(places, dataset, file);
  await download(
    urls.map((folder) => folder + file.name),
    target,
    {
      ...network,
      advice: `Run \`prunelab data get ${dataset}\` again later, or ${bringFiles(files)}.`,
      defect: (part) => {
        const inspection = inspectFile(part, file);
        return inspection.status === 'corrupt' ? `${file.name}: ${inspection.defect}` : undefined;
      },
      onProgress: (received, total = file.gzip.bytes) =>
        onProgress?.({ dataset, file: file.name, received, total }),
    },
  );
  return { path: target, place: 'cache' };
}

function missing(dataset: string, set: FileSet, file: DataFile, places: DataPlaces): UserError {
  const folders = searchedFolders(places, dataset).join(' and ');
  const megabytes = set.files.reduce((sum, { gzip }) => sum + gzip.bytes, 0) / 1e6;
  const cure =
    set.urls.length > 0
      ? `Run \`prunelab data get ${dataset}\` to download it (${megabytes.toFixed(1)} MB), or `
      : 'It cannot be downloaded; if you have it, ';
  return new UserError(
    `Data set '${dataset}' is not here: ${file.name} was looked for in ${folders}. ` +
      `${cure}${bringFiles(set.files)}.`,
  );
}

function corrupt(dataset: string, { path: location, place }: FoundFile, defect: string): UserError {
  const cure =
    place === 'cache'
      ? `Run \`prunelab data get ${dataset}\` to download it again.`
      : `It lies in PRUNELAB_DATA, which is never written to: replace it yourself, or move it away ` +
        `and run \`prunelab data get ${dataset}\`.`;
  return new UserError(`${path.basename(location)} is corrupt (${location}): ${defect}. ${cure}`);
}

function bringFiles(files: readonly DataFile[]): string {
  const names = files.map(({ name }) => name).join(', ');
  return `put ${names} into a folder and set PRUNELAB_DATA to it`;
}
