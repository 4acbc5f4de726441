import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../package-root.js';

/** A file of a data set, published as gzip. */
export interface DataFile {
  /** Its name, the last part of its URL. */
  readonly name: string;
  /** The published, compressed file. Mirrors may compress differently; the content is what counts. */
  readonly gzip: { readonly bytes: number; readonly sha256: string };
  /**
   * Length and checksum of the decompressed content: the truth that every copy is held against.
   * Left out for an archive, which has one publisher: then the published file is the truth.
   */
  readonly bytes?: number;
  readonly sha256?: string;
}

/** What one must see in a split. */
export interface SplitFacts {
  readonly size: number;
  /** Examples of each class. */
  readonly perClass: readonly number[];
  /** `Dataset.sha256`; left out where nobody has noted it yet. */
  readonly sha256?: string;
}

/** What is known of a data set before anything is loaded. */
export interface ManifestEntry {
  readonly description: string;
  readonly licence: string;
  /** Key in `references.bib`. */
  readonly citation?: string;
  readonly shape: readonly [number, number, number];
  readonly numClasses: number;
  /** The data set under whose name its files are kept: its own, or one that it is made from. */
  readonly filesOf: string;
  /** Folders that hold all files, tried in this order; empty if no file can be downloaded. */
  readonly urls: readonly string[];
  readonly files: readonly DataFile[];
  readonly splits: { readonly train: SplitFacts; readonly test: SplitFacts };
}

type StoredEntry = Omit<ManifestEntry, 'filesOf' | 'urls' | 'files'> & Partial<ManifestEntry>;

let manifest: Readonly<Record<string, ManifestEntry>> | undefined;

/**
 * The data sets that come with prunelab by name, as `datasets/manifest.json` lists them. An entry
 * with `filesOf` has the files of another.
 */
export function readManifest(): Readonly<Record<string, ManifestEntry>> {
  manifest ??= complete(
    JSON.parse(
      fs.readFileSync(path.join(packageRoot(), 'datasets', 'manifest.json'), 'utf8'),
    ) as Record<string, StoredEntry>,
  );
  return manifest;
}

/** The checksum that a file must have: of its content, or of an archive as it is published. */
export function checksumOf({ sha256, gzip }: DataFile): string {
  return sha256 ?? gzip.sha256;
}

function complete(stored: Readonly<Record<string, StoredEntry>>): Record<string, ManifestEntry> {
  return Object.fromEntries(
    Object.entries(stored).map(([name, entry]) => {
      const { filesOf = name } = entry;
      const { urls = [], files = [] } = stored[filesOf];
      return [name, { ...entry, filesOf, urls, files }];
    }),
  );
}
