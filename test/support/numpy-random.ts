/** The draws of `numpy.random.RandomState(seed)` that label noise of other people's code needs. */
export interface NumpyRandom {
  /** `randint(high, size=count)` */
  randint(high: number, count: number): number[];
  /** `permutation(count)` */
  permutation(count: number): Int32Array;
  /** The index of the 1 in `multinomial(1, probabilities)`. */
  category(probabilities: Float64Array): number;
}

export function numpyRandom(seed: number): NumpyRandom {
  const uint32 = mersenneTwister(seed);
  /** In [0, max]: the lowest bits that can hold max, drawn until they do not exceed it. */
  const interval = (max: number): number => {
    const mask = 2 ** (32 - Math.clz32(max)) - 1;
    for (;;) {
      const value = (uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  };
  const uniform = (): number => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  /** Binomial of one trial by inversion; as in numpy, of the less likely outcome. */
  const happens = (p: number): boolean => {
    if (p === 0) return false;
    return p <= 0.5 ? uniform() > 1 - p : !(uniform() > p);
  };
  return {
    randint: (high, count) => Array.from({ length: count }, () => interval(high - 1)),
    permutation: (count) => {
      const order = Int32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = interval(i);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
    category: (probabilities) => {
      let left = 1;
      for (let c = 0; c < probabilities.length - 1; c++) {
        if (happens(probabilities[c] / left)) return c;
        left -= probabilities[c];
      }
      return probabilities.length - 1;
    },
  };
}

/** MT19937 (Matsumoto & Nishimura 1998), seeded by one 32-bit number as in its `init_genrand`. */
function mersenneTwister(seed: number): () => number {
  const state = Uint32Array.of(seed, ...new Uint32Array(623));
  for (let i = 1; i < 624; i++) {
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  }
  let place = 624;
  const refill = (): void => {
    for (let i = 0; i < 624; i++) {
      const y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7fffffff);
      state[i] = state[(i + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    place = 0;
  };
  return () => {
    if (place === 624) refill();
    let y = state[place++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}
