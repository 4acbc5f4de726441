import assert from 'node:assert/strict';
import { UserError } from '../../../../src/errors.js';
import {
  giveBackMemory,
  idleBytes,
  type PooledMemory,
  takeMemory,
} from '../../../../src/engine/wasm/memory/memory-pool.js';

describe('memory pool', () => {
  /** What other tests have left, which would be in the way. */
  const others: PooledMemory[] = [];
  before(() => {
    let left = Number.NaN;
    while (idleBytes() !== left) {
      left = idleBytes();
      others.push(takeMemory(1));
    }
  });
  after(() => others.forEach(giveBackMemory));

  it('reuses the smallest idle memory that is large enough', () => {
    const small = takeMemory(100 * 65536);
    const large = takeMemory(200 * 65536);
    giveBackMemory(large);
    giveBackMemory(small);
    assert.equal(takeMemory(90 * 65536), small);
    assert.equal(takeMemory(90 * 65536), large);
    giveBackMemory(small);
    giveBackMemory(large);
  });

  it('grows an idle memory rather than making another', () => {
    const before = takeMemory(300 * 65536);
    giveBackMemory(before);
    const after = takeMemory(301 * 65536);
    assert.equal(after, before);
    assert.equal(after.memory.buffer.byteLength, 301 * 65536);
    giveBackMemory(after);
    assert.ok(idleBytes() >= 301 * 65536);
  });

  it('says when a network is too large', () => {
    assert.throws(() => takeMemory(5 * 2 ** 30), UserError);
    assert.throws(() => takeMemory(5 * 2 ** 30), /needs 5\.0 GiB.*4 GiB.*smaller batch/);
  });
});
