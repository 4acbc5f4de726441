import { gunzipSync, gzipSync } from 'node:zlib';
import type { Tensors } from '../experiment.js';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/**
 * Tensors as gzipped safetensors: 8 bytes of header length, a JSON header, the raw data.
 *
 * Any safetensors reader opens the unzipped file. Pruned weights are zeros and cost next to
 * nothing once compressed.
 */
export function encodeTensors(tensors: Tensors): Buffer {
  // float32 first keeps every offset aligned
  const names = Object.keys(tensors).sort(
    (a, b) => tensors[b].BYTES_PER_ELEMENT - tensors[a].BYTES_PER_ELEMENT || (a < b ? -1 : 1),
  );
  const header: Record<string, Entry> = {};
  let offset = 0;
  for (const name of names) {
    const values = tensors[name];
    header[name] = {
      dtype: values instanceof Float32Array ? 'F32' : 'U8',
      shape: [values.length],
      data_offsets: [offset, offset + values.byteLength],
    };
    offset += values.byteLength;
  }
  let json = JSON.stringify(header);
  json = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const parts = names.map((name) => {
    const { buffer, byteOffset, byteLength } = tensors[name];
    return Buffer.from(buffer, byteOffset, byteLength);
  });
  return gzipSync(Buffer.concat([length, Buffer.from(json, 'ascii'), ...parts]), { level: 1 });
}

/** The tensors in a file written by `encodeTensors`. */
export function decodeTensors(file: Buffer): Tensors {
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
