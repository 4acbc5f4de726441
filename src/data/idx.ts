import { UserError } from '../errors.js';

/** An array as an IDX file holds it: unsigned bytes, the last dimension varying fastest. */
export interface IdxArray {
  readonly dimensions: readonly number[];
  /** A view into the file's bytes, not a copy. */
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads an IDX file of unsigned bytes that must have `rank` dimensions.
 *
 * Layout (LeCun, Cortes & Burges, "The MNIST database"): two zero bytes, the type code (0x08 for
 * unsigned bytes), the number of dimensions, each dimension as a big-endian 32-bit integer, then
 * the values. `file` is how errors name the file. Throws a `UserError` if the magic number, the
 * rank or the length is not as it must be.
 */
export function parseIdx(bytes: Uint8Array, file: string, rank: number): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4) {
    throw new UserError(
      `${file} is no IDX file: it has ${bytes.length} bytes, too few for a header.`,
    );
  }
  const magic = view.getUint32(0);
  if (magic >>> 8 !== unsignedByte) {
    throw new UserError(
      `${file} is no IDX file of unsigned bytes: it begins with ${hex(magic)}, ` +
        `but ${hex((unsignedByte << 8) | rank)} was expected.`,
    );
  }
  const found = magic & 0xff;
  if (found !== rank) {
    throw new UserError(`${file} has ${found} dimensions, but ${rank} were expected.`);
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new UserError(
      `${file} is truncated: it has ${bytes.length} bytes, but its header alone takes ${header}.`,
    );
  }
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = header + dimensions.reduce((a, b) => a * b, 1);
  if (bytes.length !== expected) {
    throw new UserError(
      `${file} is ${bytes.length < expected ? 'truncated' : 'too long'}: ` +
        `[${dimensions.join(', ')}] takes ${expected} bytes, but it has ${bytes.length}.`,
    );
  }
  return { dimensions, values: bytes.subarray(header) };
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}
