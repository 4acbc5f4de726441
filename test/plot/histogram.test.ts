import assert from 'node:assert/strict';
import { histogram, type HistogramOptions } from '../../src/plot/histogram.js';
import { marked, textsOf, viewsOf } from '../support/vega.js';

const rows = [
  { layer: 'conv1', arm: 'a', scores: Float32Array.of(1, 1, 1, 100) },
  { layer: 'fc', arm: 'a', scores: Float32Array.of(0, 10, 10, 10) },
];

const plain: HistogramOptions<(typeof rows)[number]> = {
  value: { column: 'scores', title: 'SNIP score', scale: 'powers' },
  bins: 2,
  share: 'weights',
};
const options = { ...plain, facet: { column: 'layer' } } as const;

describe('histogram', () => {
  it('has bins that are equal on the axis, in percent of all values of a panel', () => {
    const [conv, fc] = viewsOf(histogram(rows, options));
    assert.deepEqual(
      conv.data.values.map(({ from, to, share }) => [from, to, share]),
      [
        [1, 10, 75],
        [10, 100, 25],
      ],
    );
    assert.deepEqual(
      fc.data.values.map(({ share }) => share),
      [0, 75],
    );
  });

  it('says what a logarithmic axis cannot show, and where the threshold lies', async () => {
    const spec = histogram(rows, { ...options, verticals: [{ value: 5, label: 'threshold' }] });
    const seen = await textsOf(spec);
    const times = (text: string): number => seen.filter((each) => each === text).length;
    // White letters below dark ones.
    assert.equal(times('25 % ≤ 0'), 2);
    assert.equal(times('threshold'), 2);
    assert.equal(viewsOf(spec).flatMap((view) => marked(view, 'rule')).length, 2);
    for (const text of ['conv1', 'fc', 'SNIP score', 'Share of weights (%)']) {
      assert.equal(times(text), 1);
    }
  });

  it('counts a value at the right end in the last bin', () => {
    const linear = { ...plain, value: { column: 'scores', title: 'Score' } } as const;
    const [view] = viewsOf(
      histogram([{ layer: '', arm: '', scores: Float32Array.of(0, 1, 2) }], linear),
    );
    assert.deepEqual(
      view.data.values.map(({ from, to, share }) => [from, to, Math.round(Number(share))]),
      [
        [0, 1, 33],
        [1, 2, 67],
      ],
    );
  });

  it('draws groups as outlines over each other', async () => {
    const two = [
      { arm: 'GraSP', scores: [-4, -3, 5] },
      { arm: 'inverted', scores: [4, 3, -5] },
    ];
    const spec = histogram(two, {
      value: { column: 'scores', title: 'Score', scale: 'symlog' },
      group: 'arm',
    });
    const [view] = viewsOf(spec);
    const [line] = marked(view, 'line');
    assert.equal(line.mark.interpolate, 'step-after');
    assert.deepEqual(line.encoding.color.scale!.domain, ['GraSP', 'inverted']);
    assert.ok((await textsOf(spec)).includes('inverted'));
  });

  it('refuses to draw nothing', () => {
    assert.throws(
      () => histogram([{ layer: '', arm: '', scores: Float32Array.of(0, -1) }], plain),
      /the column 'scores' has no values that lie on the axis/,
    );
  });
});
