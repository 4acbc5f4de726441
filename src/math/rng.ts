import { createHash } from 'node:crypto';

/** A stream of random numbers; the only source of chance in prunelab. */
export interface Rng {
  /** A 32-bit unsigned integer. */
  uint32(): number;
  /** A number in [0, 1) with 53 random bits. */
  uniform(): number;
  /** An integer in [0, n), without bias. */
  below(n: number): number;
  /** A standard normal number. */
  normal(): number;
}

/**
 * The random stream called `name` of an experiment with seed `seed`.
 *
 * Streams are independent: drawing more from one never moves another, so that changing, say, the
 * augmentation leaves the initialisation alone. The state is the first 128 bits of
 * sha256(`${seed}/${name}`), the generator is xoshiro128** (Blackman & Vigna 2018).
 */
export function stream(seed: number, name: string): Rng {
  if (!Number.isSafeInteger(seed)) {
    throw new TypeError(`A seed must be an integer, but got ${seed}.`);
  }
  const digest = createHash('sha256').update(`${seed}/${name}`).digest();
  return xoshiro128(
    digest.readUInt32LE(0),
    digest.readUInt32LE(4),
    digest.readUInt32LE(8),
    digest.readUInt32LE(12),
  );
}

/** xoshiro128** from a given state of four 32-bit words, not all zero. */
export function xoshiro128(s0: number, s1: number, s2: number, s3: number): Rng {
  let spare = Number.NaN;
  const uint32 = (): number => {
    const product = Math.imul(s1, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = (s3 << 11) | (s3 >>> 21);
    return result;
  };
  const uniform = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  const below = (n: number): number => {
    const limit = 4294967296 - (4294967296 % n); // reject the last, incomplete block
    let draw = uint32();
    while (draw >= limit) draw = uint32();
    return draw % n;
  };
  // Marsaglia's polar method: only sqrt and log, which V8 computes alike on every platform.
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    }
  };
  return { uint32, uniform, below, normal };
}

/** Shuffles `values` in place (Fisher-Yates) and returns it. */
export function shuffle<T extends Int32Array | Uint8Array | unknown[]>(values: T, rng: Rng): T {
  const array = values as unknown[];
  for (let i = array.length - 1; i > 0; i--) {
    const j = rng.below(i + 1);
    const swap = array[i];
    array[i] = array[j];
    array[j] = swap;
  }
  return values;
}

/** The integers 0 to n-1 in random order. */
export function permutation(n: number, rng: Rng): Int32Array {
  return shuffle(
    Int32Array.from({ length: n }, (_, i) => i),
    rng,
  );
}
