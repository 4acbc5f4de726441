import assert from 'node:assert/strict';
import { publishedLayers, sourceDash } from '../../../src/plot/parts/published.js';

const published = {
  label: "authors' mean",
  points: [
    { group: 'snip', x: 1, y: 90, panel: 'vgg16' },
    { group: 'snip', x: 1, y: 95, panel: 'resnet18' },
  ],
};
const axis = { title: 'Accuracy' } as unknown as Parameters<typeof publishedLayers>[3];
const shared = { x: { field: 'x' }, color: { field: 'group' }, shape: { field: 'group' } } as const;

describe('published numbers', () => {
  it('are dashed where ours are not, and say so in a legend', () => {
    const { datum, scale, legend } = sourceDash(published);
    assert.equal(datum, 'measured here');
    assert.deepEqual(scale.domain, ['measured here', "authors' mean"]);
    assert.deepEqual(scale.range[0], [1, 0]);
    assert.notDeepEqual(scale.range[1], [1, 0]);
    assert.equal(legend.symbolType, 'stroke');
  });

  it('are hollow, and stand in their own panel alone', () => {
    const layers = publishedLayers(published, 'vgg16', shared, axis, 40);
    assert.equal(layers.length, 2);
    for (const { data } of layers) {
      assert.deepEqual((data as { values: unknown }).values, [published.points[0]]);
    }
    const dash = layers[0].encoding!.strokeDash as { datum: string };
    assert.equal(dash.datum, "authors' mean");
    const { filled, fill } = layers[1].mark as { filled: boolean; fill: string };
    assert.deepEqual([filled, fill], [false, '#ffffff']);
    assert.deepEqual(publishedLayers(published, 'vgg11', shared, axis, 40), []);
  });
});
