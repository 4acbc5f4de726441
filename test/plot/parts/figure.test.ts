import assert from 'node:assert/strict';
import { type Drawing, figure, gridOf, panelsOf, titleOf } from '../../../src/plot/parts/figure.js';
import { sizeOf, textsOf, viewsOf } from '../../support/vega.js';

const drawing = (name: string, top = 2): Drawing => ({
  name,
  values: [
    { x: 0, y: 1 },
    { x: 1, y: top },
  ],
  layer: [
    {
      mark: 'line',
      encoding: {
        x: { field: 'x', type: 'quantitative', title: 'Step' },
        y: { field: 'y', type: 'quantitative', title: 'Loss' },
      },
    },
  ],
});

const grid = (count: number, independent = false) =>
  figure(
    Array.from({ length: count }, (_, i) => drawing(`net ${i + 1}`, 2 + i)),
    { description: 'A grid.', facet: { column: 'net', independent } },
  );

describe('figure', () => {
  it('deals rows to panels, in the order asked for', () => {
    const rows = [{ net: 'a' }, { net: 'b' }, { net: 'a' }];
    assert.deepEqual(panelsOf(rows, undefined), [{ name: '', rows }]);
    assert.deepEqual(
      panelsOf(rows, { column: 'net', order: ['b', 'a'] }).map((p) => [p.name, p.rows.length]),
      [
        ['b', 1],
        ['a', 2],
      ],
    );
    assert.throws(
      () => panelsOf(rows, { column: 'net', order: ['c'] }),
      /no row for the panel 'c': the column 'net' has a, b/,
    );
  });

  it('titles panels', () => {
    assert.equal(titleOf({ column: 'digit', title: 'Digit' }, '3'), 'Digit 3');
    assert.equal(titleOf({ column: 'digit' }, '3'), '3');
  });

  it('arranges panels so that they can be read', () => {
    const columns = [1, 2, 3, 4, 5, 9, 12, 14].map((n) => gridOf(n, {}).columns);
    assert.deepEqual(columns, [1, 2, 3, 2, 3, 3, 4, 4]);
    assert.equal(gridOf(9, { facet: { column: 'net', columns: 5 } }).columns, 5);
  });

  it('titles each axis once, and labels the outer panels alone', async () => {
    const seen = await textsOf(grid(5));
    assert.equal(seen.filter((text) => text === 'Step').length, 1);
    assert.equal(seen.filter((text) => text === 'Loss').length, 1);
    for (let i = 1; i <= 5; i++) assert.ok(seen.includes(`net ${i}`));
    // 1.0 ends the x axes of the three lowest panels; it also stands on the two left y axes.
    assert.ok(seen.filter((text) => text === '1.0').length <= 5);
  });

  it('shares axes, or gives each panel its own', () => {
    const resolve = (spec: object): unknown => (spec as { resolve: unknown }).resolve;
    assert.deepEqual(resolve(grid(2)), { scale: { x: 'shared', y: 'shared' } });
    assert.deepEqual(resolve(grid(2, true)), { scale: { x: 'independent', y: 'independent' } });
  });

  it('fits fourteen panels into the width of a notebook', async () => {
    assert.equal(viewsOf(grid(14)).length, 14);
    for (const spec of [grid(14), grid(14, true), grid(3)]) {
      const [width] = await sizeOf(spec);
      assert.ok(width > 560 && width <= 660, `${width} px`);
    }
  });
});
