/** The scores of one parameter, and which of its weights take part: those whose bit is set. */
export interface Pool {
  readonly name: string;
  readonly scores: Float32Array;
  readonly bits: Uint8Array;
}

/** Keep every score above `value`, and of those that equal it the first `ties`. */
export interface Threshold {
  readonly value: number;
  readonly ties: number;
}

/** Survivors counted by the first (sign, exponent, 7 bits) or second 16 bits of their scores. */
export type HalfCounts = Uint32Array;

const HALVES = 0x10000;
const NEGATIVE_ZERO = -0x80000000;

/** How many survivors' scores begin with each of the 65,536 possible 16 bits. */
export function countLeadingHalves(pools: readonly Pool[]): HalfCounts {
  const counts = new Uint32Array(HALVES);
  for (const { scores, bits } of pools) {
    const words = wordsOf(scores);
    for (let i = 0; i < bits.length; i++) if (bits[i] !== 0) counts[positive(words[i]) >>> 16]++;
  }
  return counts;
}

/** Whether a survivor's score is infinite or not a number: those have all bits of the exponent. */
export function hasNonFinite(leading: HalfCounts): boolean {
  for (const sign of [0, 0x8000]) {
    for (let half = sign + 0x7f80; half < sign + 0x8000; half++) if (leading[half] > 0) return true;
  }
  return false;
}

/**
 * The score of which `keep` survivors are to be kept, by selection in two passes of counting; nothing
 * is copied or sorted.
 *
 * `leading` are the counts of these pools; they must hold at least `keep` survivors, all finite.
 */
export function thresholdOf(pools: readonly Pool[], leading: HalfCounts, keep: number): Threshold {
  if (keep === 0) return { value: Infinity, ties: 0 };
  const first = walk(leading, descendingLeadingHalf, keep);
  const negative = first.half >= 0x8000;
  const trailing = countTrailingHalves(pools, first.half);
  const second = walk(trailing, (i) => (negative ? i : HALVES - 1 - i), first.left);
  const word = Uint32Array.of(((first.half << 16) | second.half) >>> 0);
  return { value: new Float32Array(word.buffer)[0], ties: second.left };
}

/** The pools' weights above the threshold, and the first that equal it, in the order of the pools. */
export function keepAbove(
  pools: readonly Pool[],
  { value, ties }: Threshold,
): Record<string, Uint8Array> {
  let left = ties;
  const kept: Record<string, Uint8Array> = {};
  for (const { name, scores, bits } of pools) {
    const chosen = new Uint8Array(bits.length);
    for (let i = 0; i < bits.length; i++) {
      chosen[i] = Number(bits[i] !== 0) & Number(scores[i] > value);
    }
    for (let i = 0; left > 0 && i < bits.length; i++) {
      if (scores[i] === value && bits[i] !== 0) {
        chosen[i] = 1;
        left--;
      }
    }
    kept[name] = chosen;
  }
  return kept;
}

function countTrailingHalves(pools: readonly Pool[], leadingHalf: number): HalfCounts {
  const counts = new Uint32Array(HALVES);
  for (const { scores, bits } of pools) {
    const words = wordsOf(scores);
    for (let i = 0; i < bits.length; i++) {
      if (bits[i] === 0) continue;
      const word = positive(words[i]);
      if (word >>> 16 === leadingHalf) counts[word & 0xffff]++;
    }
  }
  return counts;
}

/** The half at which `keep` are reached, and how many are still wanted of those that share it. */
function walk(
  counts: HalfCounts,
  halfAt: (place: number) => number,
  keep: number,
): { half: number; left: number } {
  let left = keep;
  for (let place = 0; ; place++) {
    const half = halfAt(place);
    if (counts[half] >= left) return { half, left };
    left -= counts[half];
  }
}

/** From the largest positive score to the most negative one. */
function descendingLeadingHalf(place: number): number {
  return place < 0x8000 ? 0x7fff - place : place;
}

/** The bits of float32 scores. */
function wordsOf(scores: Float32Array): Int32Array {
  return new Int32Array(scores.buffer, scores.byteOffset, scores.length);
}

/** -0 and 0 are equal as scores, so they share their bits. */
function positive(word: number): number {
  return word === NEGATIVE_ZERO ? 0 : word;
}
