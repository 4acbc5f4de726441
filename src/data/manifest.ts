import fs from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../package-root.js';

/** A file of a data set, published as gzip. */
export interface DataFile {
  /** Its name, the last part of its URL. */
  readonly name: string;
  /** The published, compressed file. Mirrors may compress differently; the content is what counts. */
  readonly gzip: { readonly bytes: number; readonly sha256: string };
  /** Length and checksum of the decompressed content: the truth that every copy is held against. */
  readonly bytes: number;
  readonly sha256: string;
}

/** What one must see in a split. */
export interface SplitFacts {
  readonly size: number;
  /** Examples of each class. */
  readonly perClass: readonly number[];
  /** `Dataset.sha256`. */
  readonly sha256: string;
}

/** What is known of a data set before anything is loaded. */
export interface ManifestEntry {
  readonly description: string;
  readonly licence: string;
  /** Key in `references.bib`. */
  readonly citation?: string;
  readonly shape: readonly [number, number, number];
  readonly numClasses: number;
  /** Folders that hold all files, tried in this order; empty for a generated set. */
  readonly urls: readonly string[];
  readonly files: readonly DataFile[];
  readonly splits: { readonly train: SplitFacts; readonly test: SplitFacts };
}

let manifest: Readonly<Record<string, ManifestEntry>> | undefined;

/** The data sets that come with prunelab by name, as `datasets/manifest.json` lists them. */
export function readManifest(): Readonly<Record<string, ManifestEntry>> {
  manifest ??= JSON.parse(
    fs.readFileSync(path.join(packageRoot(), 'datasets', 'manifest.json'), 'utf8'),
  ) as Record<string, ManifestEntry>;
  return manifest;
}
