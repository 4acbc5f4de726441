import assert from 'node:assert/strict';
import {
  bitsOf,
  bytePlanes,
  fromBits,
  fromBytePlanes,
} from '../../../src/experiment/store/packing.js';

describe('packing', () => {
  it('packs a bit per entry, the first lowest', () => {
    const entries = Uint8Array.from([1, 0, 1, 1, 0, 0, 0, 0, 0, 1]);
    assert.deepEqual(bitsOf(entries), Uint8Array.from([0b1101, 0b10]));
    assert.deepEqual(fromBits(bitsOf(entries), 10), entries);
    assert.deepEqual(bitsOf(Uint32Array.from([0, 0x80000000])), Uint8Array.from([0b10]));
  });

  it('puts bytes of the same place side by side', () => {
    const words = Uint32Array.from([0x11223344, 0xffeeddcc]);
    const planes = Uint8Array.from([0x44, 0xcc, 0x33, 0xdd, 0x22, 0xee, 0x11, 0xff]);
    assert.deepEqual(bytePlanes(words), planes);
    assert.deepEqual(fromBytePlanes(planes), words);
  });
});
