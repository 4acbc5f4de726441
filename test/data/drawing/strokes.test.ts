import assert from 'node:assert/strict';
import { skeletons, trace } from '../../../src/data/drawing/strokes.js';
import { assertClose } from '../../support/close.js';

describe('strokes', () => {
  it('runs straight along a line, five pieces to a side', () => {
    const path = trace({ kind: 'line', points: [0, 0, 1, 0, 1, -10] });
    assert.equal(path.length, 2 * 11);
    for (let k = 0; k <= 5; k++) {
      assertClose(path[2 * k], k / 5);
      assertClose(path[2 * k + 1], 0);
      assertClose(path[2 * (k + 5)], 1);
      assertClose(path[2 * (k + 5) + 1], -2 * k);
    }
  });

  it('passes a curve through all of its points', () => {
    const points = [0, 0, 1, 2, 3, 1, 2, -1];
    const path = trace({ kind: 'curve', points });
    assert.equal(path.length, 2 * 16);
    points.forEach((p, i) => assertClose(path[10 * Math.floor(i / 2) + (i % 2)], p));
  });

  it('reproduces a parabola between inner points, as Catmull-Rom does', () => {
    const xs = [-1, 0, 1, 2];
    const path = trace({ kind: 'curve', points: xs.flatMap((x) => [x, x * x]) });
    for (let k = 5; k <= 10; k++) {
      assertClose(path[2 * k], (k - 5) / 5);
      assertClose(path[2 * k + 1], path[2 * k] * path[2 * k]);
    }
  });

  it('knows two to four hands for each of ten digits, all within the square', () => {
    assert.equal(skeletons.length, 10);
    for (const hands of skeletons) {
      assert.ok(hands.length >= 2 && hands.length <= 4);
      for (const { points } of hands.flat()) {
        assert.ok(points.length >= 4 && points.length % 2 === 0);
        assert.ok(Array.from(points).every((p) => Math.abs(p) <= 1));
      }
    }
  });
});
