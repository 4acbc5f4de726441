import assert from 'node:assert/strict';
import { makeDataset } from '../../../src/data/dataset.js';
import { registerDataset } from '../../../src/data/register.js';
import type { Config, Row } from '../../../src/experiment/experiment.js';
import { completeConfig } from '../../../src/experiment/run-id.js';
import { firstLayer } from '../../../src/experiments/at-init/first-layer.js';
import { runHere } from './run-here.js';

/** Pictures of two rows and three columns: class 0 is bright above, class 1 below; noise beside it. */
const split = (name: 'train' | 'test', size: number) =>
  makeDataset({
    name: 'halves',
    split: name,
    images: Float32Array.from({ length: size * 6 }, (_, i) => {
      const [label, row] = [Math.floor(i / 6) % 2, Math.floor((i % 6) / 3)];
      return row === label && i % 3 < 2 ? 1 : 0;
    }),
    labels: Uint8Array.from({ length: size }, (_, i) => i % 2),
    shape: [1, 2, 3],
    numClasses: 2,
    mean: [0],
    deviation: [1],
  });

const base = { dataset: 'halves', model: 'mlp-40', scorer: 'snip', seed: 1, density: 0.5 };
const run = (config: Config): Promise<readonly Row[]> =>
  runHere(firstLayer, { ...base, ...config });

describe('first-layer', () => {
  before(() => {
    registerDataset(
      'halves',
      {
        description: 'pictures bright above or below',
        shape: [1, 2, 3],
        numClasses: 2,
        trainSize: 40,
        testSize: 4,
        load: () => ({ train: split('train', 40), test: split('test', 4) }),
      },
      { replace: true },
    );
  });

  it('maps which pixels are still seen, line by line', async () => {
    const rows = await run({ map: true, density: 0.2 });
    assert.equal(rows.length, 2 + 6);
    const pixels = rows.slice(2);
    assert.deepEqual(
      pixels.map(({ line, column }) => [line, column]),
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 0],
        [1, 1],
        [1, 2],
      ],
    );
    // the last column is dark in every picture, so no gradient ever comes from it
    const kept = pixels.map((pixel) => pixel.kept as number);
    assert.deepEqual([kept[2], kept[5]], [0, 0]);
    const total = kept.reduce((a, b) => a + b, 0);
    assert.ok(total > 0 && total <= 64, 'of the 320 weights 64 are kept, some in the last layer');
  });

  it('is that of the class that was scored', async () => {
    for (const [scoringClass, sign] of [
      [0, 1],
      [1, -1],
    ]) {
      // few enough weights that those of dark pixels, which all score zero, are not among them
      const [first, second] = await run({ scoringClass, density: 0.2 });
      assert.deepEqual([first.class, second.class], [0, 1]);
      assert.ok((first.correlation as number) * sign > (second.correlation as number) * sign);
    }
  });

  it('correlates with mean pictures as Pearson does by hand', async () => {
    const rows = await run({ map: true });
    const map = rows.slice(2).map(({ kept }) => kept as number);
    const picture = [1, 1, 0, 0, 0, 0]; // the mean of class 0
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / 6;
    const [dx, dy] = [map, picture].map((values) => values.map((v) => v - mean(values)));
    const dot = (a: number[], b: number[]): number => a.reduce((s, v, i) => s + v * b[i], 0);
    const expected = dot(dx, dy) / Math.sqrt(dot(dx, dx) * dot(dy, dy));
    assert.ok(Math.abs((rows[0].correlation as number) - expected) < 1e-5);
  });

  it('has no correlation for a map that is the same everywhere', async () => {
    for (const density of [1, 1e-9]) {
      assert.deepEqual(await run({ density }), [
        { class: 0, correlation: null },
        { class: 1, correlation: null },
      ]);
    }
  });

  for (const [what, config, message] of [
    ['a convolution', { dataset: 'glyphs-14', model: 'conv-2' }, /'conv1.weight' does not.*conv-2/],
    ['a GRU, which sees rows', { dataset: 'glyphs-14', model: 'gru-8' }, /'gru.input.weight' does/],
    ['a density of zero', { density: 0 }, /'density' must be above 0 and at most 1, but is 0/],
    ['a map of text', { map: 'yes' }, /'map' must be true or false, .* but is "yes"/],
  ] as const) {
    it(`rejects ${what} before any work`, () => {
      assert.throws(() => completeConfig(firstLayer, { ...base, ...config }), {
        name: 'UserError',
        message,
      });
    });
  }
});
