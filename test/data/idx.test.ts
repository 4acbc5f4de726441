import assert from 'node:assert/strict';
import { parseIdx } from '../../src/data/idx.js';
import { UserError } from '../../src/errors.js';
import { idxBytes } from '../support/tiny-mnist.js';

describe('idx', () => {
  it('reads dimensions and values without copying them', () => {
    const bytes = idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 255]);
    const { dimensions, values } = parseIdx(bytes, 'x', 3);
    assert.deepEqual(dimensions, [2, 1, 3]);
    assert.deepEqual([...values], [1, 2, 3, 4, 5, 255]);
    assert.equal(values.buffer, bytes.buffer);
  });

  it('reads a file that begins in the middle of a buffer', () => {
    const padded = new Uint8Array([9, 9, 9, ...idxBytes([2], [7, 8])]);
    assert.deepEqual([...parseIdx(padded.subarray(3), 'x', 1).values], [7, 8]);
  });

  const refuses = (title: string, bytes: Uint8Array, rank: number, message: RegExp): void => {
    it(`refuses ${title}`, () => {
      assert.throws(
        () => parseIdx(bytes, 'labels.idx', rank),
        (error) => error instanceof UserError && message.test(error.message),
      );
    });
  };
  const good = idxBytes([2, 2], [1, 2, 3, 4]);
  const floats = good.slice();
  floats[2] = 0x0d;

  refuses('an empty file', new Uint8Array(0), 1, /labels\.idx is no IDX file: it has 0 bytes/);
  refuses(
    'another magic number',
    new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0]),
    1,
    /labels\.idx .* begins with 0x1f8b0800, but 0x00000801 was expected/,
  );
  refuses('another type', floats, 2, /begins with 0x00000d02, but 0x00000802/);
  refuses('another rank', good, 3, /labels\.idx has 2 dimensions, but 3 were expected/);
  refuses('a cut header', good.subarray(0, 9), 2, /truncated: it has 9 bytes, .* takes 12/);
  refuses('cut values', good.subarray(0, 15), 2, /truncated: \[2, 2\] takes 16 bytes, .* has 15/);
  refuses('surplus values', new Uint8Array([...good, 5]), 2, /too long: .* 16 bytes, .* has 17/);
});
