import assert from 'node:assert/strict';
import { progressLine, runProgress } from '../../../src/cli/notebook/run-progress.js';
import { textWriter } from '../../support/text-writer.js';

const clear = '\r\u001b[K';

describe('progress of a notebook run', () => {
  it('tells cells and seconds, and how many notebooks are done', () => {
    const a = { path: 'notebooks/a.ipynb', cells: 20, number: 3, seconds: 12.7 };
    const b = { path: 'b.ipynb', cells: 9, number: 0, seconds: 1 };
    assert.equal(progressLine([a], 0, 1), 'a.ipynb cell 3/20, 12 s');
    assert.equal(
      progressLine([a, b], 2, 5),
      '2/5 done  a.ipynb cell 3/20, 12 s | b.ipynb starting, 1 s',
    );
  });

  it('draws on a terminal, and leaves an empty line', () => {
    const terminal = textWriter(true);
    const progress = runProgress(1, terminal);
    progress.onStart('a.ipynb', 2);
    progress.onCellStart(1, 'a.ipynb');
    progress.onEnd('a.ipynb');
    progress.end();
    assert.equal(
      terminal.text(),
      `${clear}a.ipynb starting, 0 s${clear}a.ipynb cell 1/2, 0 s${clear}`,
    );
  });

  it('is silent when the output is not a terminal', () => {
    const pipe = textWriter(false);
    const progress = runProgress(1, pipe);
    progress.onStart('a.ipynb', 2);
    progress.clear();
    progress.end();
    assert.equal(pipe.text(), '');
  });
});
