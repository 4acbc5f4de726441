import assert from 'node:assert/strict';
import type { Layer } from '../../../../src/models/layer.js';
import { gradientOfHeld } from './held.js';

// One example, two features, two classes, weights of zero: dW = (0.5 - 1, 0.5) x, with x the features.
const features = (layer: Layer, recorded: number[], now: number[]): number[] =>
  gradientOfHeld([layer], [2, 1, 1], recorded, now)
    .slice(2)
    .map((g) => 2 * g);

describe('a held ReLU', () => {
  it('is open where it was', () => {
    assert.deepEqual(features({ kind: 'relu' }, [1, -1], [-3, 4]), [-3, 0]);
    assert.deepEqual(features({ kind: 'relu' }, [1, 0], [-3, 4]), [-3, 0]);
  });

  it('that is leaky has the slope it had', () => {
    const layer: Layer = { kind: 'leakyRelu', slope: 0.5 };
    assert.deepEqual(features(layer, [1, -1], [-3, 4]), [-3, 2]);
    assert.deepEqual(features(layer, [-2, 2], [-3, 4]), [-1.5, 4]);
  });
});
