import assert from 'node:assert/strict';
import type { TopLevelSpec } from 'vega-lite';
import { UserError } from '../../src/errors.js';
import { toSvg } from '../../src/plot/render.js';
import { twinLines, type TwinOptions } from '../../src/plot/twin-lines.js';
import { sizeOf, textsOf } from '../support/vega.js';

const rows = [1, 0.3, 0.1, 0.03].flatMap((density, i) =>
  [0, 1].map((seed) => ({ density, seed, accuracy: 80 + i + seed, distance: 10 - i + seed })),
);

const options: TwinOptions<(typeof rows)[number]> = {
  x: { column: 'density', title: 'Density', scale: 'log', decreasing: true, percent: true },
  left: { column: 'accuracy', title: 'Test accuracy (%)' },
  right: { column: 'distance', title: 'Learning distance' },
  unit: 'seed',
};

interface Side {
  readonly data: { values: { x: number; mean: number; group: string }[] };
  readonly layer: {
    mark: { type: string };
    encoding: { y: { axis?: { orient: string; grid: boolean; titleColor: string } } };
  }[];
}
const sidesOf = (spec: TopLevelSpec): Side[] =>
  (spec as unknown as { layer: Side[] }).layer.filter((each) => 'layer' in each);

describe('twin lines', () => {
  it('have the means of two quantities over the same x', () => {
    const [left, right] = sidesOf(twinLines(rows, options));
    const means = ({ data }: Side) => data.values.map(({ x, mean }) => [x, mean]);
    assert.deepEqual(means(left), [
      [0.03, 83.5],
      [0.1, 82.5],
      [0.3, 81.5],
      [1, 80.5],
    ]);
    assert.deepEqual(means(right), [
      [0.03, 7.5],
      [0.1, 8.5],
      [0.3, 9.5],
      [1, 10.5],
    ]);
    assert.deepEqual(
      left.layer.map(({ mark }) => mark.type),
      ['area', 'line', 'point'],
    );
  });

  it('have an axis each, in the colour of the line, and one grid', () => {
    const spec = twinLines(rows, { ...options, band: 'none' });
    const axes = sidesOf(spec).map(({ layer: [line] }) => line.encoding.y.axis!);
    assert.deepEqual(
      axes.map(({ orient, grid, titleColor }) => [orient, grid, titleColor]),
      [
        ['left', true, '#0072b2'],
        ['right', false, '#d55e00'],
      ],
    );
    assert.deepEqual((spec as { resolve: unknown }).resolve, { scale: { y: 'independent' } });
  });

  it('are drawn without complaint, each on its own scale, named twice', async () => {
    const spec = twinLines(rows, { ...options, title: 'Twins' });
    const seen = await textsOf(spec);
    for (const text of ['Twins', 'Density', '82', '18']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
    for (const name of ['Test accuracy (%)', 'Learning distance']) {
      assert.equal(seen.filter((text) => text === name).length, 2, 'on its axis and in the legend');
    }
    assert.deepEqual(
      await sizeOf(twinLines(rows, { ...options, width: 500, height: 300 })),
      [500, 300],
    );
  });

  it('may lie over phases', async () => {
    const spans = [
      { from: 1, to: 0.2, label: 'light' },
      { from: 0.2, to: 0.03, label: 'critical' },
    ];
    const spec = twinLines(rows, { ...options, spans });
    const seen = await textsOf(spec);
    assert.ok(seen.includes('light') && seen.includes('critical'));
    const svg = await toSvg(spec);
    assert.ok(svg.indexOf('mark-rect role') < svg.indexOf('mark-line role'), 'behind the lines');
  });

  it('refuse no rows, and axes of one name', () => {
    assert.throws(() => twinLines([], options), UserError);
    const same = { ...options, right: { ...options.right, title: options.left.title } };
    assert.throws(() => twinLines(rows, same), /both are called 'Test accuracy \(%\)'/);
  });
});
