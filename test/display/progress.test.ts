import assert from 'node:assert/strict';
import { progressDisplay } from '../../src/display/progress.js';
import { textWriter } from '../support/text-writer.js';

describe('progressDisplay outside a notebook', () => {
  it('prints a line at every tenth, and the last state once', () => {
    const writer = textWriter();
    const progress = progressDisplay({ writer });
    for (let done = 0; done <= 40; done++) progress.update(done, 40, 'runs');
    progress.finish();
    const lines = Array.from({ length: 11 }, (_, tenth) => `${4 * tenth}/40 runs\n`);
    assert.equal(writer.text(), lines.join(''));
  });

  it('shows at the end what it passed over', () => {
    const writer = textWriter();
    const progress = progressDisplay({ writer });
    progress.update(0, 100, 'runs');
    progress.update(7, 100, 'runs');
    progress.finish();
    assert.equal(writer.text(), '0/100 runs\n7/100 runs\n');
  });

  it('rewrites the line of a terminal, not more often than it can be read', () => {
    const writer = textWriter(true);
    const progress = progressDisplay({ writer });
    progress.update(0, 3, 'runs');
    progress.update(1, 3, 'runs');
    progress.update(2, 3, 'runs');
    progress.finish();
    assert.equal(writer.text(), '\r\u001b[K0/3 runs\r\u001b[K2/3 runs\n');
  });

  it('writes nothing when nothing was done', () => {
    const writer = textWriter(true);
    progressDisplay({ writer }).finish();
    assert.equal(writer.text(), '');
  });
});
