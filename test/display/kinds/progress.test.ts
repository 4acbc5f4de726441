import assert from 'node:assert/strict';
import { progress } from '../../../src/display/kinds/progress.js';
import { inNotebook } from '../../support/fake-notebook.js';
import { textWriter } from '../../support/text-writer.js';

describe('progress', () => {
  it('rewrites the line of a terminal, not more often than it can be read', () => {
    const writer = textWriter(true);
    const bar = progress(4, { label: 'runs', writer });
    bar.update(0);
    bar.update(1);
    bar.update(2, 'half');
    bar.finish();
    const line = (filled: number, words: string): string =>
      `\r\u001b[Kruns ${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${words}`;
    assert.equal(writer.text(), `${line(0, '0/4')}${line(15, '2/4 half')}\n`);
  });

  it('is silent where nobody looks', () => {
    const writer = textWriter();
    const bar = progress(4, { writer });
    for (let done = 0; done <= 4; done++) bar.update(done);
    bar.finish();
    assert.equal(writer.text(), '');
  });

  it('writes nothing when nothing was done', () => {
    const writer = textWriter(true);
    progress(4, { writer }).finish();
    assert.equal(writer.text(), '');
  });

  describe('in our kernel', () => {
    const notebook = inNotebook();

    it('updates one display in place, the last state for certain', () => {
      const bar = progress(4, { label: 'a & b' });
      for (let done = 1; done <= 4; done++) bar.update(done, '<loss>');
      bar.finish();
      const { published } = notebook();
      assert.deepEqual(
        published.map(({ options }) => options.update),
        [false, true],
      );
      assert.equal(
        published[1].data['text/html'],
        'a &amp; b <progress aria-label="a &amp; b" max="4" value="4"></progress> 4/4 &lt;loss&gt;',
      );
    });
  });
});
