import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { makeDataset } from '../../src/data/dataset.js';
import { showImages } from '../../src/display/images.js';
import { greyscalePng } from '../../src/display/png.js';
import { textWriter } from '../support/text-writer.js';

describe('images', () => {
  it('writes PNG: signature, size, and the pixels behind a filter byte a line', () => {
    const png = greyscalePng(Uint8Array.from([0, 50, 100, 150, 200, 250]), 3, 2);
    assert.deepEqual([...png.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [3, 2]);
    const at = png.indexOf('IDAT');
    const data = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    assert.deepEqual([...data], [0, 0, 50, 100, 0, 150, 200, 250]);
    // checksum of an empty IEND chunk, as in every PNG file
    assert.equal(png.subarray(-4).toString('hex'), 'ae426082');
  });

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

  it('says outside a notebook what would be seen', () => {
    const writer = textWriter();
    showImages(data, [0, 1], { writer });
    assert.equal(writer.text(), '[images of dots: 1 0]\n');
  });

  it('rejects images that are not there and data sets that are no pictures', () => {
    assert.throws(() => showImages(data, [2]), /dots has images 0 to 1; there is no 2/);
    const floats = { ...data, images: new Float32Array(4) };
    assert.throws(
      () => showImages(floats, [0]),
      /greyscale pixels, but dots has 1 channels of floats/,
    );
  });
});
