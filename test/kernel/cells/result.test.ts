import assert from 'node:assert/strict';
import { bundleOf } from '../../../src/kernel/cells/result.js';

describe('bundleOf', () => {
  const DISPLAY = Symbol.for('Jupyter.display');

  it('shows values as text', async () => {
    assert.deepEqual(await bundleOf(1), { 'text/plain': '1' });
    assert.deepEqual(await bundleOf('a'), { 'text/plain': "'a'" });
    assert.deepEqual(await bundleOf(null), { 'text/plain': 'null' });
    assert.deepEqual(await bundleOf(undefined), { 'text/plain': 'undefined' });
    const deep = await bundleOf({ a: { b: { c: { d: [1] } } } });
    assert.match(String(deep['text/plain']), /d: \[ 1 \]/);
  });

  it('shows what the value says, several kinds at once, soon or later', async () => {
    const shown = { 'text/html': '<b>1</b>', 'application/json': { a: 1 } };
    const now = await bundleOf({ [DISPLAY]: () => shown });
    assert.deepEqual([now['text/html'], now['application/json']], ['<b>1</b>', { a: 1 }]);
    assert.equal(typeof now['text/plain'], 'string');
    const later = await bundleOf({ [DISPLAY]: () => Promise.resolve({ 'text/plain': 'mine' }) });
    assert.deepEqual(later, { 'text/plain': 'mine' });
  });

  it('shows what a class or a function says', async () => {
    class Shown {
      kept = 1;
      static [DISPLAY](): object {
        return { 'text/plain': this.name };
      }
    }
    assert.deepEqual(await bundleOf(Shown), { 'text/plain': 'Shown' });
  });

  it('makes nothing of what is no bundle', async () => {
    assert.deepEqual(Object.keys(await bundleOf({ [DISPLAY]: 1 })), ['text/plain']);
    assert.deepEqual(Object.keys(await bundleOf({ [DISPLAY]: () => 'text' })), ['text/plain']);
  });

  it('throws what the value throws, and what cannot be sent', async () => {
    const failing = { [DISPLAY]: () => assert.fail('mine') };
    await assert.rejects(bundleOf(failing), /mine/);
    await assert.rejects(bundleOf({ [DISPLAY]: () => ({ 'application/json': 1n }) }), /BigInt/);
  });
});
