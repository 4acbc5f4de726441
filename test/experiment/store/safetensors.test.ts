import assert from 'node:assert/strict';
import { readSafetensors } from '../../../src/experiment/store/safetensors.js';

// Written by the store before it had blobs: w = [1.5, -0, NaN, 3e-45], b = [], mask = [1, 0, 1].
const OLD_FILE =
  'H4sIAAAAAAAEA1vBAAHVSklKVtVKKSWVBalKVkpuxkZKOkrFGYkgXrRBrI5SSmJJYnx+WlpxakkxSEjHILZWR6kctyYT' +
  'bJoMzUC6chOLs5E1hlogWWaMqc/QTMfQMra2VkFBgYHhgD3QxQ0MDAfqmRgYGBgZGAF9D3X6wwAAAA==';

describe('safetensors', () => {
  it('gives back the bits of an older store', () => {
    const { w, b, mask, ...more } = readSafetensors(Buffer.from(OLD_FILE, 'base64'));
    assert.deepEqual(more, {});
    assert.deepEqual(mask, Uint8Array.from([1, 0, 1]));
    assert.deepEqual(b, new Float32Array(0));
    assert.ok(w instanceof Float32Array);
    assert.deepEqual(
      [...new Uint32Array(w.buffer)],
      [0x3fc00000, 0x80000000, 0x7fc00000, 0x00000002],
    );
  });
});
