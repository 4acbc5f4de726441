/** One bit per entry, the first in the lowest bit of the first byte: whether it is not 0. */
export function bitsOf(entries: Uint8Array | Uint32Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(entries.length / 8));
  for (let i = 0; i < entries.length; i++) if (entries[i] !== 0) bits[i >> 3] |= 1 << (i & 7);
  return bits;
}

/** The first `length` of the zeros and ones that `bitsOf` packed. */
export function fromBits(bits: Uint8Array, length: number): Uint8Array {
  const entries = new Uint8Array(length);
  for (let i = 0; i < length; i++) entries[i] = (bits[i >> 3] >> (i & 7)) & 1;
  return entries;
}

/**
 * The bytes of 32-bit words by their place in the word: all lowest bytes first, all highest last.
 *
 * The highest bytes of weights (sign and exponent) are much alike, the lowest are noise; side by side
 * each kind gets a code that suits it.
 */
export function bytePlanes(words: Uint32Array): Uint8Array {
  const n = words.length;
  const planes = new Uint8Array(4 * n);
  for (let i = 0; i < n; i++) {
    const word = words[i];
    planes[i] = word;
    planes[n + i] = word >>> 8;
    planes[2 * n + i] = word >>> 16;
    planes[3 * n + i] = word >>> 24;
  }
  return planes;
}

/** The words whose `bytePlanes` these are. */
export function fromBytePlanes(planes: Uint8Array): Uint32Array {
  const n = planes.length / 4;
  const words = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    words[i] =
      planes[i] | (planes[n + i] << 8) | (planes[2 * n + i] << 16) | (planes[3 * n + i] << 24);
  }
  return words;
}
