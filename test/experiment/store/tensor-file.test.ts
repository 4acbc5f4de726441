import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { decodeTensors, encodeTensors } from '../../../src/experiment/store/tensor-file.js';

describe('tensor file', () => {
  const tensors = {
    mask: Uint8Array.from([1, 0, 1]),
    w: Float32Array.from([1.5, -0, Number.NaN, 3e-45]),
    b: new Float32Array(0),
  };

  it('gives back the same bits', () => {
    const back = decodeTensors(encodeTensors(tensors));
    assert.deepEqual(Object.keys(back).sort(), ['b', 'mask', 'w']);
    assert.deepEqual(back.mask, tensors.mask);
    assert.deepEqual(new Uint8Array(back.w.buffer), new Uint8Array(tensors.w.buffer));
    assert.equal(back.b.length, 0);
  });

  it('is safetensors inside: header length, JSON header, data', () => {
    const raw = gunzipSync(encodeTensors(tensors));
    const length = Number(raw.readBigUInt64LE(0));
    const header = JSON.parse(raw.toString('utf8', 8, 8 + length)) as Record<string, unknown>;
    assert.equal(length % 8, 0);
    assert.deepEqual(header.mask, { dtype: 'U8', shape: [3], data_offsets: [16, 19] });
    assert.equal(raw.length, 8 + length + 19);
  });

  it('is the same file for the same tensors, in whatever order they come', () => {
    const { w, b, mask } = tensors;
    assert.deepEqual(encodeTensors({ w, b, mask }), encodeTensors(tensors));
  });
});
