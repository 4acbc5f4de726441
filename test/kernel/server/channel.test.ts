import assert from 'node:assert/strict';
import { newReplayGuard } from '../../../src/kernel/server/channel.js';

describe('the guard against replays', () => {
  it('knows the last signatures', () => {
    const isNew = newReplayGuard(2);
    assert.deepEqual(['a', 'a', 'b', 'a', 'c', 'b', 'a'].map(isNew), [
      true,
      false,
      true,
      false,
      true, // and now the first is forgotten
      false,
      true,
    ]);
  });

  it('lets messages pass that are not signed', () => {
    const isNew = newReplayGuard();
    assert.deepEqual(['', ''].map(isNew), [true, true]);
  });
});
