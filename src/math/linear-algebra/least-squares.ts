import { UserError } from '../../errors.js';
import { choleskyFactor, choleskySolve } from './cholesky.js';
import { type FeatureMatrix, selectFeatures } from './feature-matrix.js';
import { addExampleGram, dot, featureGram } from './gram.js';

/**
 * The coefficients b of least norm among those that minimise |y - X b|, over all features.
 *
 * With at most as many features as examples that is the ordinary solution of XᵀX b = Xᵀy; with more,
 * the interpolating b = Xᵀ (X Xᵀ)⁻¹ y. Both go through a Cholesky factor in double precision, so the
 * relative error grows with the square of the condition number of X, which is large where there are
 * about as many features as examples. Throws a `UserError` where X lacks full rank.
 */
export function minimumNormLeastSquares(x: FeatureMatrix, y: Float64Array): Float64Array {
  return nestedLeastSquares(x, y, [x.features])[0];
}

/** The same over the chosen features, whose order is that of the coefficients. */
export function leastSquaresOn(
  x: FeatureMatrix,
  y: Float64Array,
  chosen: ArrayLike<number>,
): Float64Array {
  return minimumNormLeastSquares(selectFeatures(x, chosen), y);
}

/**
 * The minimum-norm least squares on the first k features, for every k of `sizes` (upwards): products
 * of features are formed once for all of them.
 */
export function nestedLeastSquares(
  x: FeatureMatrix,
  y: Float64Array,
  sizes: readonly number[],
): Float64Array[] {
  checkSizes(x, y, sizes);
  const few = sizes.filter((size) => size <= x.examples);
  const many = sizes.filter((size) => size > x.examples);
  return [...ordinary(x, y, few), ...interpolating(x, y, many)];
}

/** Sizes up to the number of examples: one factor serves all, by its leading blocks. */
function ordinary(x: FeatureMatrix, y: Float64Array, sizes: readonly number[]): Float64Array[] {
  if (sizes.length === 0) return [];
  const largest = sizes[sizes.length - 1];
  const factor = choleskyFactor(featureGram(x, largest), largest);
  const products = correlations(x, y, largest);
  return sizes.map((size) => choleskySolve(factor, largest, products.subarray(0, size)));
}

/** Sizes beyond the number of examples: inner products of examples grow feature by feature. */
function interpolating(
  x: FeatureMatrix,
  y: Float64Array,
  sizes: readonly number[],
): Float64Array[] {
  const n = x.examples;
  const gram = new Float64Array(n * n);
  let done = 0;
  return sizes.map((size) => {
    addExampleGram(gram, x, done, size);
    done = size;
    const dual = choleskySolve(choleskyFactor(gram.slice(), n), n, y);
    return correlations(x, dual, size);
  });
}

/** Xᵀ v, over the first `count` features. */
function correlations(
  { values, examples }: FeatureMatrix,
  v: Float64Array,
  count: number,
): Float64Array {
  return Float64Array.from({ length: count }, (_, j) => dot(values, j * examples, v, 0, examples));
}

function checkSizes(x: FeatureMatrix, y: Float64Array, sizes: readonly number[]): void {
  if (y.length !== x.examples) {
    throw new UserError(
      `Least squares needs a response for each of ${x.examples} examples, but got ${y.length}.`,
    );
  }
  const bad = sizes.findIndex(
    (size, i) => !(size >= 1 && size <= x.features) || (i > 0 && !(size > sizes[i - 1])),
  );
  if (bad < 0) return;
  throw new UserError(
    `The numbers of features to fit are ${sizes.join(', ')}, but must grow and lie between 1 and ` +
      `${x.features}.`,
  );
}
