import assert from 'node:assert/strict';
import { seedRange } from '../../src/replication/seed-range.js';

describe('a range of seeds', () => {
  it('has both its ends', () => {
    assert.deepEqual(seedRange(11, 14), [11, 12, 13, 14]);
    assert.deepEqual(seedRange(3, 3), [3]);
  });
});
