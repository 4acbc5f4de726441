import assert from 'node:assert/strict';
import { lineWithBand, type LineOptions } from '../../src/plot/line-with-band.js';
import { toSvg } from '../../src/plot/render.js';
import { marked, textsOf, viewsOf } from '../support/vega.js';

interface Point {
  readonly arm: string;
  readonly seed: number;
  readonly density: number;
  readonly accuracy: number;
}

const rows: Point[] = ['ticket', 'reinit', 'dense'].flatMap((arm, a) =>
  [1, 0.5, 0.1].flatMap((density) =>
    [0, 1, 2].map((seed) => ({ arm, seed, density, accuracy: 97 - a + density + seed / 10 })),
  ),
);

const options: LineOptions<Point> = {
  x: { column: 'density', title: 'Density', scale: 'log', decreasing: true, percent: true },
  y: { column: 'accuracy', title: 'Test accuracy (%)' },
  group: 'arm',
  order: ['ticket', 'reinit', 'one-shot'],
  unit: 'seed',
};

const marks = (spec: object): string[] =>
  (spec as { layer: { mark: { type: string } }[] }).layer.map(({ mark }) => mark.type);

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map((m) => m[1]);

describe('line with band', () => {
  it('draws band, line and points, and bars and a level if asked for', () => {
    assert.deepEqual(marks(lineWithBand(rows, options)), ['area', 'line', 'point']);
    const reference = { label: 'dense', value: 97 };
    assert.deepEqual(
      marks(lineWithBand(rows, { ...options, band: 'none', bars: 'range', reference })),
      ['rule', 'rule', 'text', 'line', 'point'],
    );
  });

  it('holds one mean per arm and density, of the arms in the order alone', () => {
    const { data } = lineWithBand(rows, options) as unknown as {
      data: { values: { group: string; x: number; mean: number }[] };
    };
    assert.deepEqual(
      data.values.map(({ group, x, mean }) => [group, x, Number(mean.toFixed(6))]),
      [
        ['ticket', 0.1, 97.2],
        ['ticket', 0.5, 97.6],
        ['ticket', 1, 98.1],
        ['reinit', 0.1, 96.2],
        ['reinit', 0.5, 96.6],
        ['reinit', 1, 97.1],
      ],
    );
  });

  it('keeps the colour of an arm when another is missing', async () => {
    const reinit = rows.filter(({ arm }) => arm === 'reinit');
    const svg = await toSvg(lineWithBand(reinit, options));
    assert.ok(svg.includes('#d55e00'));
    assert.ok(!svg.includes('#0072b2'));
  });

  it('names the axes and arms, with large densities first', async () => {
    const svg = await toSvg(lineWithBand(rows, { ...options, title: 'Accuracy' }));
    const seen = texts(svg);
    for (const text of ['Accuracy', 'Density', 'Test accuracy (%)', 'ticket', 'reinit']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
    const ticks = seen.filter((text) => text.endsWith(' %'));
    assert.deepEqual(ticks, ['10 %', '20 %', '50 %', '100 %']);
    const x = (text: string): number =>
      Number(new RegExp(`translate\\(([\\d.]+),[\\d.]+\\)"[^>]*>${text}<`).exec(svg)?.[1]);
    assert.ok(x('100 %') < x('50 %') && x('50 %') < x('10 %'));
  });

  it('fits the width asked for', async () => {
    const svg = await toSvg(lineWithBand(rows, { ...options, width: 500, height: 300 }));
    assert.match(svg, /^<svg [^>]*width="500" height="300" viewBox="0 0 500 300"/);
  });

  it('refuses to draw nothing', () => {
    assert.throws(
      () => lineWithBand(rows, { ...options, order: ['tickets'] }),
      /no row has one of tickets in the column 'arm'/,
    );
  });

  it('draws published numbers dashed and hollow, with a legend of their own', async () => {
    const published = { label: "authors' mean", points: [{ group: 'ticket', x: 0.2, y: 96 }] };
    const spec = lineWithBand(rows, { ...options, published });
    const [view] = viewsOf(spec);
    const [ours, theirs] = marked(view, 'line').map(({ encoding }) => encoding.strokeDash.datum);
    assert.deepEqual([ours, theirs], ['measured here', "authors' mean"]);
    assert.deepEqual(
      marked(view, 'point').map(({ mark }) => mark.filled),
      [true, false],
    );
    const seen = await textsOf(spec);
    for (const text of ['ticket', 'measured here', "authors' mean"]) assert.ok(seen.includes(text));
  });

  it('draws a panel for each value of a facet', async () => {
    const two = ['vgg16', 'resnet18'].flatMap((net) => rows.map((row) => ({ ...row, net })));
    const reference = { label: 'dense', value: 97, panel: 'vgg16' };
    const spec = lineWithBand(two, { ...options, facet: { column: 'net' }, reference });
    const views = viewsOf(spec);
    assert.deepEqual(
      views.map(({ data }) => data.values.length),
      [6, 6],
    );
    assert.deepEqual(
      views.map((view) => marked(view, 'rule').length),
      [1, 0],
    );
    const seen = await textsOf(spec);
    for (const text of ['vgg16', 'resnet18', 'dense']) assert.ok(seen.includes(text));
  });

  it('makes room for critical places, on an axis of powers of ten', async () => {
    const points = rows.map((row) => ({ ...row, compression: 1 / row.density }));
    const verticals = [
      { value: 5e3, group: 'reinit' },
      { value: 1e4, label: 'maximal' },
    ];
    const x = { column: 'compression', title: 'Compression', scale: 'powers' } as const;
    const seen = await textsOf(lineWithBand(points, { ...options, x, verticals }));
    for (const text of ['1', '10', '100', '10³', '10⁴', 'maximal']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
  });

  it('takes geometric means on a logarithmic y axis', () => {
    const flows = [1, 100].map((accuracy, seed) => ({ arm: 'a', seed, density: 1, accuracy }));
    const y = { column: 'accuracy', title: 'Flow', scale: 'powers' } as const;
    const [view] = viewsOf(lineWithBand(flows, { ...options, y, order: ['a'] }));
    assert.equal(Number(view.data.values[0].mean).toFixed(9), '10.000000000');
  });

  it('shades spans behind everything, each panel its own', async () => {
    const two = ['MNIST', 'CIFAR-10'].flatMap((data) => rows.map((row) => ({ ...row, data })));
    const spans = [
      { from: 1, to: 0.3, label: 'light', panel: 'MNIST' },
      { from: 0.3, to: 0.1, label: 'critical', panel: 'MNIST' },
      { from: 1, to: 0.05, label: 'critical', panel: 'CIFAR-10' },
    ];
    const spec = lineWithBand(two, { ...options, facet: { column: 'data' }, spans });
    const [first, second] = viewsOf(spec);
    const boxes = [first, second].map((view) => marked(view, 'rect'));
    assert.deepEqual(
      boxes.map((own) => own.length),
      [2, 1],
    );
    assert.equal(boxes[0][1].mark.color, boxes[1][0].mark.color, 'critical is critical');
    const seen = await textsOf(spec);
    assert.deepEqual(
      ['light', 'critical'].map((label) => seen.filter((text) => text === label).length / 2),
      [1, 2],
      'written once each, with white behind',
    );
    const single = lineWithBand(rows, {
      ...options,
      spans: [{ from: 1, to: 0.5, label: 'light' }],
    });
    assert.deepEqual(marks(single), ['rect', 'text', 'text', 'area', 'line', 'point']);
  });

  it('makes room for spans on a linear axis too', async () => {
    const x = { column: 'density', title: 'Density' } as const;
    const spans = [{ from: 0.5, to: 4, label: 'beyond' }];
    const seen = await textsOf(lineWithBand(rows, { ...options, x, spans }));
    assert.ok(seen.includes('beyond') && seen.includes('4.0'), seen.join(', '));
  });

  it('draws the published curve of one group in one panel', async () => {
    const two = ['train', 'test'].flatMap((split) => rows.map((row) => ({ ...row, split })));
    const published = {
      label: 'published (digitised)',
      points: [1, 0.1].map((at) => ({ group: 'ticket', x: at, y: 97, panel: 'test' })),
    };
    const spec = lineWithBand(two, { ...options, facet: { column: 'split' }, published });
    assert.deepEqual(
      viewsOf(spec).map((view) => marked(view, 'line').length),
      [1, 2],
    );
    assert.ok((await textsOf(spec)).includes('published (digitised)'));
  });
});
