import assert from 'node:assert/strict';
import { endsOf, labelOf, leastSquares } from '../../../src/plot/parts/fit.js';
import { assertClose } from '../../support/close.js';

const linear = { x: 'linear', y: 'linear' } as const;
const powers = { x: 'powers', y: 'powers' } as const;
const point = (x: number, y: number, group = '') => ({ x, y, group });

describe('fitted line', () => {
  it('is that of least squares, for each group', () => {
    // numpy.polyfit([0, 1, 2], [1, 2, 4], 1) is [1.5, 0.8333...]
    const [a, b] = leastSquares(
      [point(0, 1, 'a'), point(1, 2, 'a'), point(2, 4, 'a'), point(0, 5, 'b'), point(1, 5, 'b')],
      linear,
    );
    assertClose(a.slope, 1.5);
    assertClose(a.intercept, 5 / 6);
    assert.deepEqual(b, { group: 'b', slope: 0, intercept: 5 });
  });

  it('is a power law on logarithmic axes', () => {
    const points = [1, 10, 100].map((x) => point(x, 3 * x * x));
    const [fit] = leastSquares(points, powers);
    assertClose(fit.slope, 2);
    assertClose(fit.intercept, Math.log10(3));
    const [first, last] = endsOf(fit, points, powers);
    assertClose(first.y, 3);
    assertClose(last.y, 30_000, 1e-6);
    assert.deepEqual([first.x, last.x], [1, 100]);
  });

  it('says its slope, unless told what to say', () => {
    assert.equal(labelOf({ slope: -0.956, intercept: 0 }), 'slope −0.96');
    assert.equal(labelOf({ slope: 1, intercept: 0, label: 'exact' }), 'exact');
  });

  it('needs two places and one kind of axis', () => {
    assert.throws(() => leastSquares([point(1, 1), point(1, 2)], linear), /there is only one/);
    assert.throws(
      () => leastSquares([], { x: 'symlog', y: 'log' }),
      /cannot be fitted on a 'symlog'/,
    );
  });
});
