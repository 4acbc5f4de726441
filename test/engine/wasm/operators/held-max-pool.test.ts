import assert from 'node:assert/strict';
import type { Layer } from '../../../../src/models/layer.js';
import { gradientOfHeld } from './held.js';

const pooled = (layer: Layer, recorded: number[], now: number[]): number[] => {
  const side = Math.sqrt(now.length);
  const gradient = gradientOfHeld([layer], [1, side, side], recorded, now);
  return gradient.slice(gradient.length / 2).map((g) => 2 * g);
};

describe('a held max pool', () => {
  it('takes the pixel that was largest', () => {
    assert.deepEqual(pooled({ kind: 'maxPool', size: 2 }, [1, 2, 3, 9], [8, 7, 6, 5]), [5]);
  });

  it('takes the first of equals', () => {
    assert.deepEqual(pooled({ kind: 'maxPool', size: 2 }, [1, 9, 9, 9], [8, 7, 6, 5]), [7]);
  });

  it('does so in windows that overlap and hang over the edges', () => {
    const layer: Layer = { kind: 'maxPool', size: 3, stride: 2, padding: 1 };
    const recorded = [1, 2, 3, 4, 9, 5, 6, 8, 7];
    assert.deepEqual(
      pooled(layer, recorded, [10, 20, 30, 40, 50, 60, 70, 80, 90]),
      [50, 50, 50, 50],
    );
    assert.deepEqual(
      pooled(layer, [9, 0, 8, 0, 1, 0, 7, 0, 6], [10, 20, 30, 40, 50, 60, 70, 80, 90]),
      [10, 30, 70, 90],
    );
  });
});
