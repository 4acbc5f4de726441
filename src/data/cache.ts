import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../errors.js';
import { packageRoot } from '../package-root.js';
import type { DataFile } from './manifest.js';

/** Where data files live. */
export interface DataPlaces {
  /** Downloads go to `<cache>/<data set>/`. */
  readonly cache: string;
  /** A folder of the user's, looked at first and never written to. */
  readonly local?: string | undefined;
}

/** A file of a data set that is on this machine. */
export interface FoundFile {
  readonly path: string;
  readonly place: 'PRUNELAB_DATA' | 'cache';
}

/** What the look into a found file showed. */
export type Inspection =
  | { readonly status: 'ok'; readonly sha256: string; readonly content: Uint8Array }
  | {
      readonly status: 'corrupt';
      readonly expected: string;
      readonly found: string;
      /** Expected and found, in words. */
      readonly defect: string;
    };

/** The cache under prunelab's own folder, and the folder that `PRUNELAB_DATA` names. */
export function defaultPlaces(): DataPlaces {
  const cache = path.join(packageRoot(), 'datasets', 'cache');
  const local = process.env.PRUNELAB_DATA;
  return local ? { cache, local: path.resolve(local) } : { cache };
}

/** Where the cache keeps a file of a data set. */
export function cachePath(places: DataPlaces, dataset: string, file: DataFile): string {
  return path.join(places.cache, dataset, file.name);
}

/** The folders in which files of a data set are looked for, in this order. */
export function searchedFolders(places: DataPlaces, dataset: string): string[] {
  const cache = path.join(places.cache, dataset);
  if (places.local === undefined) return [cache];
  return [places.local, path.join(places.local, dataset), cache];
}

/**
 * Finds a file of a data set, compressed or not; undefined if it is nowhere.
 *
 * Throws a `UserError` if `PRUNELAB_DATA` does not name a folder.
 */
export function findFile(
  places: DataPlaces,
  dataset: string,
  file: DataFile,
): FoundFile | undefined {
  const { cache, local } = places;
  if (local !== undefined && !isKind(local, 'isDirectory')) {
    throw new UserError(
      `PRUNELAB_DATA is ${local}, which is not a folder. ` +
        `Set it to the folder that holds the data files, or unset it.`,
    );
  }
  const names = [file.name, file.name.replace(/\.gz$/, '')];
  const found = searchedFolders(places, dataset)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((candidate) => isKind(candidate, 'isFile'));
  if (found === undefined) return undefined;
  const inCache = path.dirname(found) === path.join(cache, dataset);
  return { path: found, place: inCache ? 'cache' : 'PRUNELAB_DATA' };
}

/**
 * Reads a file, decompresses it if it is compressed, and holds the content against the checksum; an
 * archive is held against its checksum as it is.
 */
export function inspectFile(location: string, file: DataFile): Inspection {
  const bytes = fs.readFileSync(location);
  if (file.sha256 === undefined) return inspectArchive(bytes, file);
  const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  let content: Uint8Array = bytes;
  if (compressed) {
    try {
      content = gunzipSync(bytes, { maxOutputLength: file.bytes });
    } catch (error) {
      const expected = file.gzip.sha256;
      const found = sha256(bytes);
      const defect =
        `it cannot be decompressed (${(error as Error).message}); the compressed file has ` +
        `${bytes.length} bytes with sha256 ${found}, but ${file.gzip.bytes} with sha256 ` +
        `${expected} were expected`;
      return { status: 'corrupt', expected, found, defect };
    }
  }
  const found = sha256(content);
  if (found === file.sha256) return { status: 'ok', sha256: found, content };
  const defect =
    `its ${compressed ? 'decompressed content' : 'content'} has ${content.length} bytes with ` +
    `sha256 ${found}, but ${file.bytes} with sha256 ${file.sha256} were expected`;
  return { status: 'corrupt', expected: file.sha256, found, defect };
}

function inspectArchive(bytes: Uint8Array, { gzip }: DataFile): Inspection {
  const found = sha256(bytes);
  if (found === gzip.sha256) return { status: 'ok', sha256: found, content: gunzipSync(bytes) };
  const defect =
    `it has ${bytes.length} bytes with sha256 ${found}, but ${gzip.bytes} with sha256 ` +
    `${gzip.sha256} were expected`;
  return { status: 'corrupt', expected: gzip.sha256, found, defect };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isKind(location: string, kind: 'isFile' | 'isDirectory'): boolean {
  return fs.statSync(location, { throwIfNoEntry: false })?.[kind]() ?? false;
}
