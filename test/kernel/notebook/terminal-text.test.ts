import assert from 'node:assert/strict';
import { lastState } from '../../../src/kernel/notebook/terminal-text.js';

const esc = '\u001b';

describe('lastState', () => {
  it('leaves plain text as it is', () => {
    assert.equal(lastState('a \n\nb'), 'a \n\nb');
    assert.equal(lastState(`${esc}[31mred${esc}[0m `), `${esc}[31mred${esc}[0m `);
  });

  it('keeps what a carriage return has not written over', () => {
    assert.equal(lastState('\r1/3\r2/3\r3/3\nnext\r'), '3/3\nnext');
    assert.equal(lastState('long text\rXY'), 'XYng text');
    assert.equal(lastState('a\r\nb\r\n'), 'a\nb\n');
  });

  it('knows the sequences that empty a line', () => {
    assert.equal(lastState(`long text\r${esc}[Kshort`), 'short');
    assert.equal(lastState(`long text${esc}[2K\rshort`), 'short');
    assert.equal(lastState(`long text\rab${esc}[0K`), 'ab');
  });

  it('keeps colours with the character they are for', () => {
    assert.equal(lastState(`ab\r${esc}[31mX${esc}[0m`), `${esc}[31mXb${esc}[0m`);
    assert.equal(lastState('🙂b\r🙃'), '🙃b');
  });
});
