import assert from 'node:assert/strict';
import { tidying } from '../../../src/kernel/compiler/tidy.js';

describe('tidying', () => {
  it('collects garbage when cells have run', async () => {
    const tidy = tidying();
    const litter = new WeakRef(new Array(1000).fill('litter'));
    await new Promise((resolve) => setImmediate(resolve));
    for (let cell = 0; cell < 20; cell++) tidy();
    assert.equal(litter.deref(), undefined);
  });
});
