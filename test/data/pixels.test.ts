import assert from 'node:assert/strict';
import { channelStatistics, halved } from '../../src/data/pixels.js';
import { stream } from '../../src/math/rng.js';

describe('pixels', () => {
  it('halves pictures by the rounded means of 2x2', () => {
    const lines = [
      [0, 1, 255, 255, 10, 11],
      [0, 1, 255, 254, 10, 10],
      [1, 1, 7, 9, 0, 0],
      [1, 0, 8, 8, 0, 1],
    ];
    // means 0.5 (up), 254.75, 10.25, 0.75, 8, 0.25
    assert.deepEqual([...halved(Uint8Array.from(lines.flat()), 6)], [1, 255, 10, 1, 8, 0]);
  });

  it('gives the mean and deviation of each channel', () => {
    const rng = stream(1, 'pixels');
    const images = Uint8Array.from({ length: 5 * 3 * 7 }, () => rng.below(256));
    const { mean, deviation } = channelStatistics(images, 3, 7);
    for (let channel = 0; channel < 3; channel++) {
      const values = [...images].filter((_, i) => Math.floor(i / 7) % 3 === channel);
      const scaled = values.map((v) => v / 255);
      const m = scaled.reduce((a, b) => a + b) / scaled.length;
      const variance = scaled.reduce((a, b) => a + (b - m) * (b - m), 0) / scaled.length;
      assert.ok(Math.abs(mean[channel] - m) < 1e-14);
      assert.ok(Math.abs(deviation[channel] - Math.sqrt(variance)) < 1e-14);
    }
  });
});
