/**
 * A matrix of features (p × n) in double precision: the n values of the first feature, then those of
 * the second, and so on. It is the transpose of a design matrix X, whose rows are examples.
 */
export interface FeatureMatrix {
  readonly values: Float64Array;
  readonly features: number;
  readonly examples: number;
}

/** The matrix of the chosen features only, in the order in which they are chosen. */
export function selectFeatures(x: FeatureMatrix, chosen: ArrayLike<number>): FeatureMatrix {
  const { examples } = x;
  const values = new Float64Array(chosen.length * examples);
  for (let j = 0; j < chosen.length; j++) {
    const from = chosen[j] * examples;
    values.set(x.values.subarray(from, from + examples), j * examples);
  }
  return { values, features: chosen.length, examples };
}

/** What a linear model says of every example: X b, where b has coefficients of the first features. */
export function linearResponse(x: FeatureMatrix, coefficients: ArrayLike<number>): Float64Array {
  const { values, examples } = x;
  const response = new Float64Array(examples);
  for (let j = 0; j < coefficients.length; j++) {
    const coefficient = coefficients[j];
    if (coefficient === 0) continue;
    const at = j * examples;
    for (let i = 0; i < examples; i++) response[i] += coefficient * values[at + i];
  }
  return response;
}
