/** The places of the `count` largest scores, upwards; of equal scores the first are taken. */
export function largest(scores: ArrayLike<number>, count: number): Int32Array {
  const places = Int32Array.from({ length: scores.length }, (_, i) => i);
  places.sort((a, b) => scores[b] - scores[a] || a - b);
  return places.subarray(0, count).sort();
}

/** A vector that is `values` at the places of `support` and 0 elsewhere. */
export function onSupport(
  size: number,
  support: ArrayLike<number>,
  values: ArrayLike<number>,
): Float64Array {
  const vector = new Float64Array(size);
  for (let i = 0; i < support.length; i++) vector[support[i]] = values[i];
  return vector;
}

/** The estimate with everything outside the support set to 0. */
export function restrictTo(estimate: Float64Array, support: Int32Array): Float64Array {
  return onSupport(
    estimate.length,
    support,
    Array.from(support, (place) => estimate[place]),
  );
}
