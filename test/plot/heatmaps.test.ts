import assert from 'node:assert/strict';
import { heatmaps, type HeatmapsOptions } from '../../src/plot/heatmaps.js';
import { marked, sizeOf, textsOf, viewsOf } from '../support/vega.js';

const rows = [
  { digit: 0, kept: [0, 2, 2, 0, 0, 1] },
  { digit: 1, kept: Int32Array.of(4, 0, 0, 0, 0, 0) },
];

const plain: HeatmapsOptions<(typeof rows)[number]> = {
  value: 'kept',
  title: 'Connections kept',
  rows: 2,
  columns: 3,
};
const options = { ...plain, facet: { column: 'digit', title: 'Digit' } } as const;

describe('heatmaps', () => {
  it('draw equal neighbours together, and zero not at all', () => {
    const [zero, one] = viewsOf(heatmaps(rows, options));
    assert.deepEqual(zero.data.values, [
      { x: 1, x2: 3, y: 0, y2: 1, value: 2 },
      { x: 2, x2: 3, y: 1, y2: 2, value: 1 },
    ]);
    assert.deepEqual(one.data.values, [{ x: 0, x2: 1, y: 0, y2: 1, value: 4 }]);
  });

  it('share colours from zero to the most, with the first row above', async () => {
    const spec = heatmaps(rows, options);
    for (const view of viewsOf(spec)) {
      const { color, y } = marked(view, 'rect')[0].encoding;
      assert.deepEqual(color.scale!.domain, [0, 4]);
      assert.equal((color.scale!.range as string[])[0], '#ffffff');
      assert.equal(y.scale!.reverse, true);
    }
    const seen = await textsOf(spec);
    for (const text of ['Connections kept', 'Digit 0', 'Digit 1', '4']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
  });

  it('take one row per cell as well', () => {
    const cells = rows.flatMap(({ digit, kept }) => [...kept].map((value) => ({ digit, value })));
    const spec = heatmaps(cells, { ...options, value: 'value', facet: { column: 'digit' } });
    assert.deepEqual(
      viewsOf(spec).map(({ data }) => data),
      viewsOf(heatmaps(rows, options)).map(({ data }) => data),
    );
  });

  it('fit ten digits into the width of a notebook', async () => {
    const digits = Array.from({ length: 10 }, (_, digit) => ({
      digit,
      kept: Array.from({ length: 784 }, (_, i) => (i % 28 === digit ? 1 : 0)),
    }));
    const [width] = await sizeOf(heatmaps(digits, { ...options, rows: 28, columns: 28 }));
    assert.ok(width > 560 && width <= 640, `${width} px`);
  });

  it('refuse maps of another size and values below zero', () => {
    assert.throws(
      () => heatmaps(rows, { ...options, rows: 28 }),
      /map of '0' needs 28 x 3 = 84 numbers in the column 'kept', but has 6/,
    );
    const below = [{ digit: 0, kept: [0, 0, 0, 0, 0, -1] }];
    assert.throws(() => heatmaps(below, plain), /has -1 in the column 'kept'/);
  });
});
