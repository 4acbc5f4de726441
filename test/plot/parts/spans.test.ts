import assert from 'node:assert/strict';
import { rulerOf } from '../../../src/plot/axis.js';
import { type AxisSpan, spanLabels, spanLayers } from '../../../src/plot/parts/spans.js';

const spans: AxisSpan[] = [
  { from: 1, to: 0.1, label: 'light' },
  { from: 0.1, to: 0.01, label: 'collapsed' },
];
const place = {
  ruler: rulerOf('log', [1, 0.01]),
  extent: [0.01, 1],
  width: 500,
  labels: ['light', 'collapsed'],
  inside: false,
  first: true,
} as const;

interface Drawn {
  readonly mark: { type: string; color: string; text: string; dy: number; stroke?: string };
  readonly encoding: { x: { datum: number }; x2: { datum: number }; y: object; y2: object };
}
const layers = (own: readonly AxisSpan[], other: object = {}): Drawn[] =>
  spanLayers(own, { ...place, ...other }) as unknown as Drawn[];
const boxes = (drawn: readonly Drawn[]) => drawn.filter(({ mark }) => mark.type === 'rect');
const labels = (drawn: readonly Drawn[]) =>
  drawn.filter(({ mark }) => mark.type === 'text' && mark.stroke === undefined);

describe('spans', () => {
  it('are boxes from top to bottom, with a colour for each label', () => {
    const drawn = boxes(layers(spans));
    assert.deepEqual(
      drawn.map(({ encoding: { x, x2, y, y2 } }) => [x.datum, x2.datum, y, y2]),
      spans.map(({ from, to }) => [from, to, { value: 0 }, { value: 'height' }]),
    );
    const colours = drawn.map(({ mark }) => mark.color);
    assert.equal(new Set(colours).size, 2);
    const again = boxes(layers([spans[1]]));
    assert.deepEqual(
      again.map(({ mark }) => mark.color),
      [colours[1]],
      'also where the other is missing',
    );
  });

  it('have their labels half-way on the axis', () => {
    const found = labels(layers(spans));
    assert.deepEqual(
      found.map(({ mark, encoding }) => [mark.text, mark.dy, encoding.x.datum.toFixed(6)]),
      [
        ['collapsed', -4, '0.031623'],
        ['light', -4, '0.316228'],
      ],
    );
  });

  it('have labels in rows where they would touch, and none that hangs over an end', () => {
    const narrow = [
      { from: 0.012, to: 0.011, label: 'sweet' },
      { from: 0.011, to: 0.01, label: 'collapsed' },
    ];
    const [collapsed, sweet] = labels(layers(narrow));
    assert.deepEqual([collapsed.mark.text, sweet.mark.text], ['collapsed', 'sweet']);
    assert.ok(sweet.mark.dy < collapsed.mark.dy, 'one above the other');
    assert.ok(collapsed.encoding.x.datum > 0.011, 'moved away from the end of the axis');
    const inside = labels(layers(narrow, { inside: true }));
    assert.deepEqual(
      inside.map(({ mark }) => mark.dy),
      [3, 15],
    );
  });

  it('of all panels are labelled in the first alone', () => {
    const own = [{ ...spans[0], panel: 'MNIST' }, spans[1]];
    const texts = (first: boolean) => labels(layers(own, { first })).map(({ mark }) => mark.text);
    assert.deepEqual(texts(true), ['collapsed', 'light']);
    assert.deepEqual(texts(false), ['light']);
  });

  it('know the labels of a figure, each once', () => {
    assert.deepEqual(spanLabels([...spans, ...spans]), ['light', 'collapsed']);
  });
});
