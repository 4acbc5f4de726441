import assert from 'node:assert/strict';
import { tensorBundle } from '../../../src/display/kinds/tensor.js';

describe('tensor', () => {
  it('sums up an array, and writes a small matrix in numbers', () => {
    const bundle = tensorBundle(Float32Array.of(1, -0.5, 0, 3.5), { shape: [2, 2], name: 'w' });
    assert.equal(
      bundle['text/plain'],
      'name  type     shape   min  mean  max  deviation  zeros  distribution\n' +
        'w     float32  2 x 2  -0.5     1  3.5      1.541      1  █▁█▁▁▁█▁▁▁▁▁▁▁▁█\n' +
        '   1 -0.5\n' +
        '   0  3.5',
    );
    assert.match(String(bundle['text/html']), /color:#fff;text-align:right">3\.5<\/td>/);
  });

  it('leaves out what is not finite, and says so', () => {
    const text = String(tensorBundle([1, NaN, Infinity, 3])['text/plain']);
    assert.match(text, /^type +shape +min +mean +max +deviation +zeros +not finite/);
    assert.match(text, /^numbers +4 +1 +2 +3 +1 +0 +2 /m);
  });

  it('draws a larger matrix as a heatmap', () => {
    const html = String(tensorBundle(new Float64Array(20 * 20), { shape: [20, 20] })['text/html']);
    assert.match(html, /<img alt="heatmap of 20 x 20 values" width="240" height="240"/);
  });

  it('draws no picture of what has more than two dimensions', () => {
    const html = String(tensorBundle(new Int8Array(8), { shape: [2, 2, 2] })['text/html']);
    assert.equal(html.match(/<table>/g)?.length, 1);
    assert.ok(!html.includes('<img'));
  });

  it('rejects a shape that does not fit', () => {
    assert.throws(
      () => tensorBundle(Float32Array.of(1, 2), { shape: [3] }),
      /There are 2 values, but the shape \[3\] needs 3/,
    );
  });
});
