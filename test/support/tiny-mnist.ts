import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { DataFile } from '../../src/data/manifest.js';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A gzip file and what a manifest would say of it. */
export interface TinyFile {
  readonly entry: DataFile;
  readonly content: Uint8Array;
  readonly gzip: Uint8Array;
}

export function tinyFile(name: string, content: Uint8Array): TinyFile {
  const gzip = gzipSync(content);
  return {
    content,
    gzip,
    entry: {
      name,
      gzip: { bytes: gzip.length, sha256: sha256(gzip) },
      bytes: content.length,
      sha256: sha256(content),
    },
  };
}

/** The bytes of an IDX file. */
export function idxBytes(dimensions: readonly number[], values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 | dimensions.length);
  dimensions.forEach((n, i) => view.setUint32(4 + 4 * i, n));
  bytes.set(Array.from(values), 4 + 4 * dimensions.length);
  return bytes;
}

/** Four files like MNIST's: three training images and two test images of 2x2 pixels. */
export function tinyMnist(): TinyFile[] {
  const pixels = (n: number): number[] => Array.from({ length: 4 * n }, (_, i) => 10 * i);
  return [
    tinyFile('train-images-idx3-ubyte.gz', idxBytes([3, 2, 2], pixels(3))),
    tinyFile('train-labels-idx1-ubyte.gz', idxBytes([3], [7, 0, 9])),
    tinyFile('t10k-images-idx3-ubyte.gz', idxBytes([2, 2, 2], pixels(2))),
    tinyFile('t10k-labels-idx1-ubyte.gz', idxBytes([2], [1, 2])),
  ];
}
