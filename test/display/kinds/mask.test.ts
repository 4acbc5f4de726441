import assert from 'node:assert/strict';
import { maskBundle } from '../../../src/display/kinds/mask.js';
import { mlp } from '../../../src/models/mlp.js';
import { readPng } from '../../support/read-png.js';

function firstPicture(html: unknown): ReturnType<typeof readPng> {
  const [, data] = /base64,([^"]+)"/.exec(String(html)) ?? [];
  return readPng(Buffer.from(data, 'base64'));
}

describe('mask', () => {
  const mask = { 'a.weight': Uint8Array.of(1, 0, 0, 0), 'b.weight': Uint8Array.of(1, 1) };

  it('gives the density of each layer and of all', () => {
    assert.equal(
      maskBundle(mask)['text/plain'],
      'weights of   all  kept             density\n' +
        'a.weight       4     1   25.0 % ███░░░░░░░\n' +
        'b.weight       2     2  100.0 % ██████████\n' +
        'the network    6     3   50.0 % █████░░░░░',
    );
  });

  it('draws what is kept dark', () => {
    const { width, height, bytes } = firstPicture(
      maskBundle(mask['a.weight'], { side: 2 })['text/html'],
    );
    assert.deepEqual([width, height], [2, 2]);
    assert.deepEqual(bytes, [0, 255, 255, 255]);
  });

  it('draws the fraction kept where there are more weights than pixels', () => {
    const { bytes } = firstPicture(maskBundle(mask['a.weight'], { side: 1 })['text/html']);
    assert.deepEqual(bytes, [191]); // 255 * 3/4
  });

  it('takes the shapes of a model, and rejects a mask of another', () => {
    const model = mlp({ inputShape: [1, 1, 2], numClasses: 3, hidden: [] });
    const right = { 'fc1.weight': new Uint8Array(6).fill(1) };
    assert.match(String(maskBundle(right, { model })['text/html']), /alt="3 x 2 weights"/);
    const wrong = { 'fc1.weight': new Uint8Array(5) };
    assert.throws(() => maskBundle(wrong, { model }), /5 entries, but the shape \[3, 2\] needs 6/);
  });
});
