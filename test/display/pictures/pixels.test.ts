import assert from 'node:assert/strict';
import { toBitmap } from '../../../src/display/pictures/pixels.js';

const bytes = (...given: Parameters<typeof toBitmap>): number[] => [...toBitmap(...given).bytes];

describe('toBitmap', () => {
  it('takes channels first or last, and gives them side by side', () => {
    const first = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [3, 1, 2] };
    assert.deepEqual(bytes(first), [1, 3, 5, 2, 4, 6]);
    const last = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), shape: [1, 2, 3] };
    assert.deepEqual(bytes(last, { layout: 'channels-last' }), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual(bytes({ ...last, shape: [2, 1, 3] }), [1, 2, 3, 4, 5, 6]);
    assert.equal(toBitmap(last).channels, 1); // [1, 2, 3] reads as one channel first
  });

  it('spreads floats from black to white', () => {
    const shape = [1, 3];
    assert.deepEqual(bytes({ data: [0, 0.2, 1], shape }), [0, 51, 255]);
    assert.deepEqual(bytes({ data: [-1, 0, 3], shape }), [0, 64, 255]);
    assert.deepEqual(bytes({ data: [-1, 0, 3], shape }, { range: [0, 2] }), [0, 0, 255]);
    assert.deepEqual(bytes({ data: [7, 7, 7], shape }), [0, 0, 0]);
  });

  it('draws ink on paper', () => {
    const one = { data: Uint8Array.of(255, 10), shape: [1, 2] };
    assert.deepEqual(bytes(one, { invert: true }), [0, 245]);
  });

  it('rejects what is no picture', () => {
    assert.throws(() => toBitmap({ data: new Uint8Array(8), shape: [2, 2, 2] }), /1 or 3 channels/);
    assert.throws(() => toBitmap({ data: [1], shape: [2, 2] }), /1 values, but the shape \[2, 2\]/);
  });
});
