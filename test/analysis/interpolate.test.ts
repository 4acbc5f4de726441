import assert from 'node:assert/strict';
import {
  barrier,
  interpolate,
  interpolationPoints,
  parameterDistance,
} from '../../src/analysis/interpolate.js';
import { UserError } from '../../src/errors.js';
import type { Model } from '../../src/models/model.js';

const a = { 'bn.scale': Float32Array.of(1, 2), 'bn.mean': Float32Array.of(10, 20) };
const b = { 'bn.scale': Float32Array.of(5, -2), 'bn.mean': Float32Array.of(30, 0) };

describe('interpolation', () => {
  it('weighs a by alpha and b by the rest, running statistics too', () => {
    assert.deepEqual(interpolate(a, b, 0.25), {
      'bn.scale': Float32Array.of(4, -1),
      'bn.mean': Float32Array.of(25, 5),
    });
    assert.deepEqual(interpolate(a, b, 1), a);
    assert.deepEqual(interpolate(a, b, 0), b);
  });

  it('rounds once, from double precision', () => {
    const [x, y, alpha] = [Math.fround(0.1), Math.fround(0.7), 1 / 3];
    const [value] = interpolate({ w: Float32Array.of(x) }, { w: Float32Array.of(y) }, alpha).w;
    assert.equal(value, Math.fround(alpha * x + (1 - alpha) * y));
  });

  it('overwrites what it is given', () => {
    const into = { 'bn.scale': new Float32Array(2), 'bn.mean': new Float32Array(2) };
    const { 'bn.scale': scale } = into;
    assert.equal(interpolate(a, b, 0.5, into), into);
    assert.deepEqual(scale, Float32Array.of(3, 0));
  });

  it('refuses networks of two models', () => {
    const other = { ...b, 'bn.scale': Float32Array.of(1) };
    assert.throws(() => interpolate(a, other, 0.5), /'bn.scale' has 2 values in a, but 1 in b/);
    const less = { 'bn.scale': b['bn.scale'] };
    assert.throws(() => interpolate(less, b, 0.5), /'bn.mean' has no values in a, but 2 in b/);
    assert.throws(() => interpolate(a, b, 0.5, less), /'bn.mean' has 2 values in a, but none/);
  });

  it('has evenly spaced points, both ends among them', () => {
    assert.deepEqual(interpolationPoints(5), [0, 0.25, 0.5, 0.75, 1]);
    const points = interpolationPoints();
    assert.deepEqual([points.length, points[0], points[29]], [30, 0, 1]);
    assert.throws(() => interpolationPoints(1), UserError);
  });
});

describe('barrier', () => {
  it('is the highest error over the mean of the ends', () => {
    assert.equal(barrier([2, 9, 4]), 6);
    assert.equal(barrier([1, 1, 1, 1]), 0);
  });

  it('is half the difference of the ends where the error never rises above them', () => {
    assert.equal(barrier([2, 1, 0, 4]), 1);
  });

  it('needs both ends, and numbers', () => {
    for (const errors of [[], [1], [1, NaN, 1]]) assert.throws(() => barrier(errors), UserError);
  });
});

describe('distance of parameters', () => {
  const model: Model = {
    name: 'normalised',
    inputShape: [2, 1, 1],
    numClasses: 2,
    layers: [{ kind: 'batchNorm', name: 'bn' }],
  };
  const rest = { 'bn.shift': Float32Array.of(0, 0), 'bn.variance': Float32Array.of(1, 1) };

  it('is Euclidean, over what is trained', () => {
    const [from, to] = [
      { ...rest, ...a },
      { ...rest, ...b, 'bn.scale': Float32Array.of(4, -2) },
    ];
    assert.equal(parameterDistance(model, from, to), 5);
    assert.equal(parameterDistance(model, from, from), 0);
  });

  it('needs all parameters', () => {
    assert.throws(() => parameterDistance(model, { ...rest, ...a }, rest), /lack 'bn.scale'/);
  });
});
