import assert from 'node:assert/strict';
import {
  distort,
  type DistortionLimits,
  drawDistortion,
} from '../../../src/data/drawing/distort.js';
import { stream } from '../../../src/math/rng.js';
import { assertClose } from '../../support/close.js';

const none: DistortionLimits = {
  halfTangent: 0,
  shear: 0,
  width: [1, 1],
  height: [1, 1],
  shift: 0,
  elastic: 0,
};
const square = [-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9];

function moved(limits: Partial<DistortionLimits>, points: readonly number[], name = 'a'): number[] {
  const path = Float64Array.from(points);
  distort(path, drawDistortion(stream(1, name), { ...none, ...limits }));
  return [...path];
}

describe('distort', () => {
  it('changes nothing when nothing may change', () => {
    moved({}, square).forEach((p, i) => assertClose(p, square[i]));
  });

  it('turns without stretching, by at most the given angle', () => {
    const limit = 0.2;
    for (const name of ['a', 'b', 'c', 'd']) {
      const [x, y] = moved({ halfTangent: limit }, [1, 0], name);
      assertClose(x * x + y * y, 1);
      assert.ok(y !== 0 && Math.abs(Math.atan2(y, x)) <= 2 * Math.atan(limit));
    }
  });

  it('keeps areas when it turns, shears and shifts', () => {
    const p = moved({ halfTangent: 0.3, shear: 0.5, shift: 0.4 }, square);
    const side = (i: number): [number, number] => [p[i + 2] - p[i], p[i + 3] - p[i + 1]];
    const [[ax, ay], [bx, by]] = [side(0), side(2)];
    assertClose(ax * by - ay * bx, 1.8 * 1.8);
  });

  it('scales width and height', () => {
    const p = moved({ width: [2, 2], height: [0.5, 0.5] }, [1, 1]);
    assertClose(p[0], 2);
    assertClose(p[1], 0.5);
  });

  it('bends smoothly and no farther than its nodes', () => {
    const elastic = 0.3;
    const n = 400;
    const points = Array.from({ length: n }, (_, i) => [-1.4 + (2.8 * i) / n, 0.1]).flat();
    const p = moved({ elastic }, points);
    const shifts = p.map((q, i) => q - points[i]);
    assert.ok(shifts.some((s) => Math.abs(s) > 0.01));
    assert.ok(shifts.every((s) => Math.abs(s) <= elastic));
    for (let i = 4; i < shifts.length; i++) {
      // Second differences of a C1 spline with cells of 0.75 stay of the order of the step squared.
      const second = shifts[i] - 2 * shifts[i - 2] + shifts[i - 4];
      assert.ok(Math.abs(second) < (4 * elastic * (2.8 / n) * (2.8 / n)) / (0.75 * 0.75));
    }
  });
});
