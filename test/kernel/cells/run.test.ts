import assert from 'node:assert/strict';
import {
  begin,
  currentRun,
  KeyboardInterrupt,
  newRun,
  resume,
  throwIfInterrupted,
} from '../../../src/kernel/cells/run.js';

describe('runs', () => {
  const turn = (): Promise<void> =>
    new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

  it('own what happens while they are the latest', () => {
    const [first, second] = [newRun('1'), newRun('2')];
    begin(first);
    assert.equal(currentRun(), first);
    begin(second);
    assert.equal(currentRun(), second);
  });

  it('go on until the event loop comes round', async () => {
    const [first, second] = [newRun('1'), newRun('2')];
    begin(first);
    begin(second);
    resume(first);
    assert.equal(currentRun(), first);
    await Promise.resolve();
    assert.equal(currentRun(), first);
    await turn();
    assert.equal(currentRun(), second);
  });

  it('take turns', async () => {
    const [first, second, third] = ['1', '2', '3'].map(newRun);
    begin(third);
    resume(first);
    resume(second);
    assert.equal(currentRun(), second);
    resume(third);
    assert.equal(currentRun(), third);
    await turn();
    assert.equal(currentRun(), third);
  });

  it('throw where they would go on after an interrupt', () => {
    const run = newRun('1');
    throwIfInterrupted(run);
    throwIfInterrupted(undefined);
    run.interrupted.abort();
    assert.throws(() => throwIfInterrupted(run), KeyboardInterrupt);
    assert.equal(new KeyboardInterrupt().name, 'KeyboardInterrupt');
  });
});
