import assert from 'node:assert/strict';
import { iterations } from '../../src/training/step.js';

describe('step', () => {
  it('counts epochs and iterations', () => {
    assert.equal(iterations('500it', 250), 500);
    assert.equal(iterations('10ep', 250), 2500);
    assert.equal(iterations('3ep20it', 250), 770);
    assert.equal(iterations('0it', 250), 0);
  });

  it('rejects what could be meant in two ways', () => {
    for (const bad of ['', '500', '10 ep', '20it3ep', '-1it', '1.5ep']) {
      assert.throws(() => iterations(bad, 250), /is not an amount of training\. Write epochs/, bad);
    }
  });
});
