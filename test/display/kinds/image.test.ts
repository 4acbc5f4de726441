import assert from 'node:assert/strict';
import { makeDataset } from '../../../src/data/dataset.js';
import { imageBundle, imageGridBundle } from '../../../src/display/kinds/image.js';
import { readPng } from '../../support/read-png.js';

const pixels = (bundle: Readonly<Record<string, unknown>>): ReturnType<typeof readPng> =>
  readPng(Buffer.from(String(bundle['image/png']), 'base64'));

describe('image', () => {
  it('draws every pixel as a square', () => {
    const bundle = imageBundle({ data: Uint8Array.of(0, 200), shape: [1, 2] }, { scale: 2 });
    const { width, height, channels, bytes } = pixels(bundle);
    assert.deepEqual([width, height, channels], [4, 2, 1]);
    assert.deepEqual(bytes, [0, 0, 200, 200, 0, 0, 200, 200]);
    assert.equal(bundle['text/plain'], '[greyscale picture, 2 x 1 pixels]');
  });

  it('shows the bytes of a PNG file, and asks for the shape of other bytes', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    assert.equal(imageBundle(png)['image/png'], 'iVBORw0KGgo=');
    assert.throws(() => imageBundle(Uint8Array.of(1, 2)), /say their shape/);
  });
});

describe('imageGrid', () => {
  const data = makeDataset({
    name: 'dots',
    split: 'train',
    images: Uint8Array.from([0, 255, 255, 0]),
    labels: Uint8Array.from([1, 0]),
    shape: [1, 1, 2],
    numClasses: 2,
    mean: [0],
    deviation: [1],
  });

  it('puts images side by side with transparent gaps', () => {
    const { width, height, channels, bytes } = pixels(
      imageGridBundle(data, { indices: [1, 0], scale: 1 }),
    );
    assert.deepEqual([width, height, channels], [6, 1, 2]);
    assert.deepEqual(bytes, [255, 255, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255]);
  });

  it('says in text what would be seen, and writes captions in HTML', () => {
    assert.equal(imageGridBundle(data)['text/plain'], '[2 images of dots: 1 0]');
    const bundle = imageGridBundle(data, { indices: [0], captions: ['<one>'] });
    assert.match(String(bundle['text/html']), /<figcaption>&lt;one&gt;<\/figcaption>/);
    assert.equal(bundle['text/plain'], '[1 images of dots: <one>]');
  });

  it('starts a new row after as many columns as asked for', () => {
    const { width, height } = pixels(imageGridBundle(data, { columns: 1, scale: 1 }));
    assert.deepEqual([width, height], [2, 4]);
  });

  it('rejects images that are not there, and pictures of several sizes', () => {
    assert.throws(
      () => imageGridBundle(data, { indices: [2] }),
      /of dots are numbered 0 to 1; there is no 2/,
    );
    const one = { data: [0], shape: [1, 1] };
    const two = { data: [0, 1], shape: [1, 2] };
    assert.throws(() => imageGridBundle([one, two]), /have one size, but one has 1 x 1 x 1/);
    assert.throws(() => imageGridBundle([]), /no image to show/);
  });
});
