import assert from 'node:assert/strict';
import { choleskyFactor, choleskySolve } from '../../../src/math/linear-algebra/cholesky.js';
import { addExampleGram, featureGram } from '../../../src/math/linear-algebra/gram.js';
import { assertClose } from './close.js';

// [[4, 2, 6], [2, 5, 7], [6, 7, 22]], whose factor can be worked out by eye
const lower = [4, 0, 0, 2, 5, 0, 6, 7, 22];

describe('choleskyFactor', () => {
  it('takes the root of a matrix', () => {
    const factor = choleskyFactor(Float64Array.from(lower), 3);
    assertClose(factor, [2, 0, 0, 1, 2, 0, 3, 2, 3]);
  });

  it('has the factor of a leading block as its leading block', () => {
    assertClose(choleskyFactor(Float64Array.of(4, 0, 2, 5), 2), [2, 0, 1, 2]);
  });

  it('refuses a matrix that is not positive definite', () => {
    assert.throws(() => choleskyFactor(Float64Array.of(1, 0, 2, 4), 2), {
      name: 'UserError',
      message: /pivot 2 is 0, but must be positive/,
    });
  });
});

describe('choleskySolve', () => {
  it('solves with the whole factor and with a leading block', () => {
    const factor = choleskyFactor(Float64Array.from(lower), 3);
    // A (1, -1, 2) = (14, 11, 43) and [[4, 2], [2, 5]] (3, -1) = (10, 1)
    assertClose(choleskySolve(factor, 3, [14, 11, 43]), [1, -1, 2]);
    assertClose(choleskySolve(factor, 3, [10, 1]), [3, -1]);
  });
});

describe('inner products', () => {
  // five features of two examples
  const x = {
    values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
    features: 5,
    examples: 2,
  };

  it('of features', () => {
    assertClose(featureGram(x, 2), [5, 0, 11, 25]);
  });

  it('of examples, over all features or a few after the other', () => {
    const all = new Float64Array(4);
    addExampleGram(all, x, 0, 5);
    assertClose(all, [165, 0, 190, 220]);
    const bit = new Float64Array(4);
    addExampleGram(bit, x, 0, 1);
    addExampleGram(bit, x, 1, 5);
    assertClose(bit, [165, 0, 190, 220]);
  });
});
