import { gunzipSync } from 'node:zlib';
import type { Tensors } from '../experiment.js';

interface Entry {
  readonly dtype: string;
  readonly data_offsets: readonly [number, number];
}

/**
 * The tensors in a gzipped safetensors file, as stores kept them before they had blobs: 8 bytes of
 * header length, a JSON header, the raw data.
 */
export function readSafetensors(file: Buffer): Tensors {
  const raw = gunzipSync(file);
  const headerLength = Number(raw.readBigUInt64LE(0));
  const header = JSON.parse(raw.toString('ascii', 8, 8 + headerLength)) as Record<string, Entry>;
  const data = raw.subarray(8 + headerLength);
  const tensors: Record<string, Float32Array | Uint8Array> = {};
  for (const [name, { dtype, data_offsets: range }] of Object.entries(header)) {
    const bytes = new Uint8Array(data.subarray(...range)); // copied, so aligned
    if (dtype !== 'F32' && dtype !== 'U8') {
      throw new Error(`Tensor '${name}' has dtype ${dtype}; only F32 and U8 are expected.`);
    }
    tensors[name] = dtype === 'F32' ? new Float32Array(bytes.buffer) : bytes;
  }
  return tensors;
}
