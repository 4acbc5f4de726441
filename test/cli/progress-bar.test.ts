import assert from 'node:assert/strict';
import { barLine, progressBar } from '../../src/cli/progress-bar.js';
import { openStore } from '../../src/experiment/store/store.js';
import { fake } from '../experiment/fake.js';
import { newFolder } from '../support/temporary-folder.js';
import { textWriter } from '../support/text-writer.js';

const task = { id: 'a', experiment: fake, config: {}, needs: [], cost: 1, urgency: 1 };
const plan = { done: [], missing: [task] };

describe('progress bar', () => {
  it('shows share, runs, failures and the time left', () => {
    const state = { runs: 4, doneRuns: 1, failedRuns: 1, fraction: 0.5, secondsLeft: 70 };
    assert.equal(
      barLine(state),
      '███████████████░░░░░░░░░░░░░░░ 50 %  1/4 runs, 1 failed, 70 s left',
    );
    assert.equal(
      barLine({ ...state, failedRuns: 0, fraction: 0 }),
      '░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ 0 %  1/4 runs, 70 s left',
    );
  });

  it('draws on a terminal and clears its line', () => {
    const terminal = textWriter(true);
    const bar = progressBar(1, terminal);
    bar.onPlan(plan, openStore(newFolder()));
    assert.match(terminal.text(), /0\/1 runs, 2 s left$/);
    bar.end();
    assert.ok(terminal.text().endsWith('\r\u001b[K'));
  });

  it('is silent when the output is not a terminal', () => {
    const pipe = textWriter(false);
    const bar = progressBar(1, pipe);
    bar.onPlan(plan, openStore(newFolder()));
    bar.onEvent({ kind: 'done', task });
    bar.end();
    assert.equal(pipe.text(), '');
  });
});
