import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import {
  contentHash,
  decodeTensor,
  encodeTensor,
  type Tensor,
} from '../../../src/experiment/store/tensor-blob.js';
import { stream } from '../../../src/math/rng.js';

const DENSE = 0;
const SPARSE = 1;
const BITS = 2;

const floats = (words: readonly number[]): Float32Array =>
  new Float32Array(Uint32Array.from(words).buffer);
const encodingOf = (blob: Buffer): number => blob[6];
const payloadOf = (blob: Buffer): Buffer => inflateRawSync(blob.subarray(16));

/** Same type, same bits. */
function assertSame(back: Tensor, tensor: Tensor): void {
  assert.equal(back.constructor, tensor.constructor);
  const bytes = (t: Tensor): Buffer => Buffer.from(t.buffer, t.byteOffset, t.byteLength);
  assert.ok(bytes(back).equals(bytes(tensor)));
}

describe('tensor blob', () => {
  const rng = stream(1, 'blob');
  const normal = Float32Array.from({ length: 1000 }, () => rng.normal());
  const pruned = normal.map((w) => (Math.abs(w) < 1.5 ? 0 : w));
  // two quiet NaNs, a signalling one with a payload, -0, the smallest number, infinity
  const odd = floats([0x7fc00000, 0xffc12345, 0x7f800001, 0x80000000, 1, 0x7f800000]);
  const tensors: [string, Tensor, number][] = [
    ['dense floats', normal, DENSE],
    ['pruned floats', pruned, SPARSE],
    ['floats that are not what they seem', odd, DENSE],
    ['the same among zeros', floats([...new Uint32Array(odd.buffer), ...new Uint32Array(40)]), SPARSE],
    ['zeros', new Float32Array(77), SPARSE],
    ['no floats', new Float32Array(0), DENSE],
    ['a part of a buffer', normal.subarray(3, 50), DENSE],
    ['a mask', Uint8Array.from(pruned, (w) => (w === 0 ? 0 : 1)), BITS],
    ['a mask of 9', new Uint8Array(9).fill(1), BITS],
    ['bytes', Uint8Array.from({ length: 300 }, (_, i) => i), DENSE],
    ['no bytes', new Uint8Array(0), BITS],
  ];
  for (const [what, tensor, encoding] of tensors) {
    it(`gives back every bit of ${what}`, () => {
      const blob = encodeTensor(tensor);
      assertSame(decodeTensor(blob), tensor);
      assert.equal(encodingOf(blob), encoding);
    });
  }

  it('is the header it says, then the values it says', () => {
    const blob = encodeTensor(floats([0, 0, 0x3fc00000, 0, 0, 0, 0, 0, 0, 0x80000000]));
    assert.equal(blob.toString('ascii', 0, 4), 'plab');
    assert.deepEqual([...blob.subarray(4, 8)], [1, 1, SPARSE, 0]);
    assert.deepEqual([blob.readUInt32LE(8), blob.readUInt32LE(12)], [10, 2]);
    const bits = [0b100, 0b10];
    assert.deepEqual([...payloadOf(blob)], [...bits, 0, 0, 0, 0, 0xc0, 0, 0x3f, 0x80]);
  });

  it('is sparse exactly where that is shorter', () => {
    // 64 entries: 256 bytes dense; 8 bytes of bits and 4 for each value sparse
    const withValues = (n: number): Float32Array => new Float32Array(64).fill(1, 0, n);
    assert.equal(encodingOf(encodeTensor(withValues(61))), SPARSE);
    assert.equal(payloadOf(encodeTensor(withValues(61))).length, 252);
    assert.equal(encodingOf(encodeTensor(withValues(62))), DENSE);
  });

  it('takes less than the bits and values it holds, and next to nothing for zeros', () => {
    const weights = Float32Array.from({ length: 30_000 }, () =>
      rng.uniform() < 0.05 ? 0.05 * rng.normal() : 0,
    );
    const left = weights.filter((w) => w !== 0).length;
    assert.ok(encodeTensor(weights).length < 0.85 * (30_000 / 8 + 4 * left));
    assert.ok(encodeTensor(new Float32Array(30_000)).length < 100);
  });

  it('names a content by its dtype and bits', () => {
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    assert.equal(contentHash(Uint8Array.from([65, 66])), hash('U8AB'));
    const four = Uint8Array.from([0, 0, 128, 63]);
    assert.notEqual(contentHash(four), contentHash(new Float32Array(four.buffer)));
    assert.notEqual(contentHash(floats([0])), contentHash(floats([0x80000000])));
  });

  it('says what is wrong with bytes that are no blob', () => {
    const sound = encodeTensor(Float32Array.from([1, 2]));
    const changed = (at: number, value: number): Buffer => {
      const blob = Buffer.from(sound);
      blob[at] = value;
      return blob;
    };
    assert.throws(() => decodeTensor(Buffer.alloc(0)), /does not begin with 'plab'/);
    assert.throws(() => decodeTensor(changed(0, 0)), /does not begin with 'plab'/);
    assert.throws(() => decodeTensor(changed(4, 2)), /its format is 2, and only 1 is known/);
    assert.throws(() => decodeTensor(changed(5, 9)), /dtype 9 in encoding 0, which is unknown/);
    assert.throws(() => decodeTensor(changed(6, BITS)), /dtype 1 in encoding 2/);
    assert.throws(() => decodeTensor(changed(12, 3)), /holds 8 bytes, its header says 12/);
    assert.throws(() => decodeTensor(sound.subarray(0, -1)), /unexpected end of file/);
  });
});
