import assert from 'node:assert/strict';
import { table as arquero } from 'arquero';
import { displayable } from '../../src/display/bundle.js';
import { bundleOf, show } from '../../src/display/show.js';
import { lenet300100 } from '../../src/models/mlp.js';
import { denseMask } from '../../src/models/mask.js';
import { inNotebook } from '../support/fake-notebook.js';
import { textWriter } from '../support/text-writer.js';

/** The text form of what is shown for `value`. */
async function text(value: unknown): Promise<string> {
  return String((await bundleOf(value))['text/plain']);
}

describe('show', () => {
  it('shows text as it is and other values as Node does', async () => {
    assert.equal(await text('a\nb'), 'a\nb');
    assert.equal(await text({ a: [1, 'b'] }), "{ a: [ 1, 'b' ] }");
    assert.equal(await text([]), '[]');
    assert.equal(await text(null), 'null');
    assert.equal(await text(new Map([[1, 2]])), 'Map(1) { 1 => 2 }');
  });

  it('shows rows and tables of arquero as tables', async () => {
    const expected = 'a  b\n1  x\n2  y';
    const rows = [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ];
    assert.equal(await text(rows), expected);
    assert.equal(await text(arquero({ a: [1, 2], b: ['x', 'y'] })), expected);
  });

  it('knows arrays, tensors, parameters, masks, models, data sets, pictures and figures', async () => {
    const model = lenet300100([1, 2, 2]);
    assert.match(await text(Float32Array.of(1, 2)), /^type +shape[^]*float32 +2 /);
    const like = { shape: [1, 2], dtype: 'int32', dataSync: () => Int32Array.of(3, 4) };
    assert.match(await text(like), /int32 +1 x 2 +3 +3\.5 +4/);
    assert.match(await text({ w: Float32Array.of(1, 2), b: Float32Array.of(0) }), /^w +float32/m);
    assert.match(await text(denseMask(model)), /^the network +32,200 +32,200 +100\.0 %/m);
    assert.match(await text(model), /^lenet-300-100 +\d/m);
    const data = {
      name: 'dots',
      images: Uint8Array.of(0, 255),
      labels: Uint8Array.of(1, 0),
      shape: [1, 1, 1],
      numClasses: 2,
      size: 2,
    };
    assert.equal(await text(data), '[2 images of dots: 1 0]');
    const png = Buffer.from('89504e470d0a1a0a', 'hex');
    assert.equal((await bundleOf(png))['image/png'], png.toString('base64'));
    const spec = {
      $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
      title: 'T',
      data: { values: [{}] },
      mark: 'point',
    };
    assert.equal(await text(spec), '[T]');
  });

  it('lets a value say how it is shown, now or later', async () => {
    const writer = textWriter();
    const now: unknown = show(displayable({ 'text/plain': 'now' }), { writer });
    assert.equal(now, undefined);
    assert.equal(writer.text(), 'now\n');
    await show(displayable(Promise.resolve({ 'text/html': '<b>later</b>' })), { writer });
    assert.equal(writer.text(), 'now\nlater\n');
  });

  describe('in our kernel', () => {
    const notebook = inNotebook();

    it('publishes one bundle, text included', () => {
      void show([{ a: '<' }]);
      assert.deepEqual(
        notebook().published.map(({ data }) => Object.keys(data)),
        [['text/html', 'text/plain']],
      );
      assert.match(String(notebook().published[0].data['text/html']), />&lt;</);
    });
  });
});
