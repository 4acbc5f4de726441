import assert from 'node:assert/strict';
import { scatter, type ScatterOptions } from '../../src/plot/scatter.js';
import { marked, textsOf, viewsOf } from '../support/vega.js';

const sizes = [10, 100, 1000];
const rows = ['SNIP', 'SynFlow'].flatMap((scorer) =>
  sizes.map((size) => ({
    scorer,
    inverse: 1 / size,
    score: scorer === 'SNIP' ? 7 / Math.sqrt(size) : 1e20 / size,
  })),
);

const plain: ScatterOptions<(typeof rows)[number]> = {
  x: { column: 'inverse', title: '1 / layer size', scale: 'powers' },
  y: { column: 'score', title: 'Average score', scale: 'powers' },
};
const options = { ...plain, facet: { column: 'scorer', independent: true } } as const;

describe('scatter', () => {
  it('draws one point per row, in the panel of its scorer', async () => {
    const spec = scatter(rows, options);
    const [snip, synflow] = viewsOf(spec);
    assert.deepEqual(
      snip.data.values.map(({ x }) => x),
      [0.1, 0.01, 0.001],
    );
    assert.equal(synflow.data.values[0].y, 1e19);
    const seen = await textsOf(spec);
    for (const text of ['SNIP', 'SynFlow', '1 / layer size', 'Average score', '0.01', '10¹⁸']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
  });

  it('fits a line in every panel and writes its slope there', async () => {
    const seen = await textsOf(scatter(rows, { ...options, fit: 'least squares' }));
    assert.ok(seen.includes('slope 0.50') && seen.includes('slope 1.00'));
  });

  it('draws a line that is given, where it belongs', () => {
    const fit = [{ slope: 1, intercept: 20, label: 'the law', panel: 'SynFlow' }];
    const [snip, synflow] = viewsOf(scatter(rows, { ...options, fit }));
    assert.equal(marked(snip, 'line').length, 0);
    const [line] = marked(synflow, 'line');
    assert.deepEqual(
      line.data!.values.map(({ y }) => Number(y).toPrecision(6)),
      ['1.00000e+17', '1.00000e+19'],
    );
  });

  it('has a diagonal on which both axes agree', () => {
    const scores = [
      { into: -3, out: 2 },
      { into: 5, out: 4 },
    ];
    const [view] = viewsOf(
      scatter(scores, {
        x: { column: 'into', title: 'In', scale: 'symlog' },
        y: { column: 'out', title: 'Out', scale: 'symlog' },
        diagonal: true,
      }),
    );
    const [line] = marked(view, 'line');
    assert.deepEqual(line.data!.values, [
      { x: -3, y: -3 },
      { x: 5, y: 5 },
    ]);
    assert.deepEqual(line.encoding.x.scale, line.encoding.y.scale);
    assert.equal(line.encoding.x.scale!.type, 'symlog');
  });

  it('says how many points it leaves out', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => ({ a: i, b: i }));
    const spec = scatter(many, {
      x: { column: 'a', title: 'A' },
      y: { column: 'b', title: 'B' },
      atMost: 300,
    });
    assert.equal(viewsOf(spec)[0].data.values.length, 250);
    assert.ok((await textsOf(spec)).includes('250 of 1,000 points'));
  });

  it('tells groups apart by colour and shape', () => {
    const [view] = viewsOf(
      scatter(rows, { ...plain, group: 'scorer', order: ['SynFlow', 'SNIP'] }),
    );
    const { color, shape } = marked(view, 'point')[0].encoding;
    assert.deepEqual(color.scale, { domain: ['SynFlow', 'SNIP'], range: ['#0072b2', '#d55e00'] });
    assert.deepEqual(shape.scale!.range, ['circle', 'square']);
  });

  it('refuses to draw nothing', () => {
    assert.throws(() => scatter([] as typeof rows, { ...options, order: ['a'] }), /0 rows/);
  });
});
