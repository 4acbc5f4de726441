import assert from 'node:assert/strict';
import {
  type FeatureMatrix,
  linearResponse,
} from '../../../src/math/linear-algebra/feature-matrix.js';
import {
  leastSquaresOn,
  minimumNormLeastSquares,
  nestedLeastSquares,
} from '../../../src/math/linear-algebra/least-squares.js';
import { stream } from '../../../src/math/rng.js';
import { assertClose } from './close.js';

/** Features as lists of their values. */
function matrix(...features: number[][]): FeatureMatrix {
  return {
    values: Float64Array.from(features.flat()),
    features: features.length,
    examples: features[0].length,
  };
}

function gaussian(features: number, examples: number): FeatureMatrix {
  const rng = stream(5, 'matrix');
  const values = Float64Array.from({ length: features * examples }, () => rng.normal());
  return { values, features, examples };
}

function response(examples: number): Float64Array {
  const rng = stream(6, 'response');
  return Float64Array.from({ length: examples }, () => rng.normal());
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);

const feature = ({ values, examples }: FeatureMatrix, j: number): Float64Array =>
  values.subarray(j * examples, (j + 1) * examples);

describe('least squares', () => {
  it('draws the line through three points that every textbook draws', () => {
    const x = matrix([1, 1, 1], [1, 2, 3]);
    assertClose(minimumNormLeastSquares(x, Float64Array.of(1, 2, 2)), [2 / 3, 1 / 2]);
  });

  it('takes the shortest of the solutions where there are several', () => {
    assertClose(minimumNormLeastSquares(matrix([3], [4]), Float64Array.of(25)), [3, 4]);
    const x = matrix([1, 0], [0, 1], [1, 1]);
    assertClose(minimumNormLeastSquares(x, Float64Array.of(1, 2)), [0, 1, 1]);
  });

  it('leaves a rest at right angles to every feature', () => {
    const [x, y] = [gaussian(12, 30), response(30)];
    const fitted = linearResponse(x, minimumNormLeastSquares(x, y));
    const rest = y.map((value, i) => value - fitted[i]);
    for (let j = 0; j < 12; j++) assert.ok(Math.abs(dot(rest, feature(x, j))) < 1e-12);
    assert.ok(dot(rest, rest) > 1, 'there is a rest');
  });

  it('interpolates with more features than examples, and any other interpolator is longer', () => {
    const [x, y] = [gaussian(41, 20), response(20)];
    const shortest = minimumNormLeastSquares(x, y);
    assertClose(linearResponse(x, shortest), y, 1e-11);
    // Interpolators on 40 of the features are interpolators on all 41.
    for (const left of [0, 17, 40]) {
      const chosen = Array.from({ length: 41 }, (_, j) => j).filter((j) => j !== left);
      const other = leastSquaresOn(x, y, chosen);
      assert.ok(dot(other, other) > dot(shortest, shortest));
    }
    // The solution of least norm is a combination of the examples: no part of it is invisible to them.
    const dual = minimumNormLeastSquares(transpose(x), shortest);
    assertClose(linearResponse(transpose(x), dual), shortest, 1e-11);
  });

  it('fits growing numbers of features as if each were fitted alone', () => {
    const [x, y] = [gaussian(37, 15), response(15)];
    const sizes = [1, 6, 14, 18, 37];
    nestedLeastSquares(x, y, sizes).forEach((nested, i) => {
      const chosen = Array.from({ length: sizes[i] }, (_, j) => j);
      assertClose(nested, leastSquaresOn(x, y, chosen), 1e-9);
    });
  });

  it('says what is wrong with its arguments', () => {
    const x = gaussian(4, 3);
    assert.throws(() => minimumNormLeastSquares(x, response(4)), /each of 3 examples, but got 4/);
    assert.throws(() => nestedLeastSquares(x, response(3), [2, 2]), /2, 2, but must grow/);
    assert.throws(() => nestedLeastSquares(x, response(3), [5]), /between 1 and 4/);
    const twice = matrix([1, 2, 3], [1, 2, 3]);
    assert.throws(() => minimumNormLeastSquares(twice, response(3)), /depend on each other/);
  });
});

function transpose({ values, features, examples }: FeatureMatrix): FeatureMatrix {
  return {
    values: Float64Array.from(
      { length: values.length },
      (_, i) => values[(i % features) * examples + Math.floor(i / features)],
    ),
    features: examples,
    examples: features,
  };
}
