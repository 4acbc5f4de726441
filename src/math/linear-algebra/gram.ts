import type { FeatureMatrix } from './feature-matrix.js';

/**
 * The inner products of the first `count` features with each other, XᵀX (count × count, row by row).
 *
 * Only the lower triangle is filled in.
 */
export function featureGram({ values, examples }: FeatureMatrix, count: number): Float64Array {
  const gram = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      gram[i * count + j] = dot(values, i * examples, values, j * examples, examples);
    }
  }
  return gram;
}

/**
 * Adds to `gram` (n × n, lower triangle) the inner products of the examples over the features `from`
 * to `to` - 1; over all features that is X Xᵀ.
 */
export function addExampleGram(
  gram: Float64Array,
  { values, examples }: FeatureMatrix,
  from: number,
  to: number,
): void {
  let j = from;
  for (; j + 4 <= to; j += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((next) => (j + next) * examples);
    for (let i = 0; i < examples; i++) {
      const [va, vb, vc, vd] = [values[a + i], values[b + i], values[c + i], values[d + i]];
      const row = i * examples;
      for (let l = 0; l <= i; l++) {
        gram[row + l] +=
          va * values[a + l] + vb * values[b + l] + (vc * values[c + l] + vd * values[d + l]);
      }
    }
  }
  for (; j < to; j++) {
    const at = j * examples;
    for (let i = 0; i < examples; i++) {
      const value = values[at + i];
      const row = i * examples;
      for (let l = 0; l <= i; l++) gram[row + l] += value * values[at + l];
    }
  }
}

/** The inner product of two stretches of `length` numbers. */
export function dot(
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bFrom: number,
  length: number,
): number {
  let even = 0;
  let odd = 0;
  let i = 0;
  for (; i + 2 <= length; i += 2) {
    even += a[aFrom + i] * b[bFrom + i];
    odd += a[aFrom + i + 1] * b[bFrom + i + 1];
  }
  if (i < length) even += a[aFrom + i] * b[bFrom + i];
  return even + odd;
}
