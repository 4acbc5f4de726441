import assert from 'node:assert/strict';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import * as timersModule from 'node:timers';
import { promisify } from 'node:util';
import { begin, currentRun, newRun, type Run } from '../../../src/kernel/cells/run.js';
import { tieTimersToCells } from '../../../src/kernel/cells/timers.js';

const names = ['setTimeout', 'setInterval', 'setImmediate'] as const;
const timers = createRequire(import.meta.url)('node:timers') as Record<string, unknown>;

describe('tieTimersToCells', () => {
  const before = names.map((name) => timers[name]);
  const wait = setTimeout;
  const immediate = setImmediate;
  // Then once round the event loop: until it comes round, what a timer did still counts as its cell's.
  const soon = (ms = 20): Promise<void> =>
    new Promise((resolve) => void wait(() => void immediate(resolve), ms));
  let run: Run;

  beforeEach(() => {
    tieTimersToCells();
    run = newRun('the first');
    begin(run);
  });
  afterEach(() => {
    for (const [i, name] of names.entries()) {
      timers[name] = before[i];
      (globalThis as unknown as Record<string, unknown>)[name] = before[i];
    }
    syncBuiltinESMExports();
  });

  for (const name of names) {
    it(`lets a callback of ${name} belong to the cell that set it`, async () => {
      const owners: unknown[] = [];
      const timer = (globalThis[name] as typeof setTimeout)(() => owners.push(currentRun()?.id), 1);
      begin(newRun('a later one'));
      await soon();
      if (name === 'setInterval') {
        clearInterval(timer);
        await soon();
      }
      assert.equal(owners[0], 'the first');
      assert.equal(currentRun()?.id, 'a later one');
    });

    it(`keeps ${name} from calling back after an interrupt`, async () => {
      let calls = 0;
      const timer = (globalThis[name] as typeof setTimeout)(() => calls++, 1);
      run.interrupted.abort();
      await soon();
      assert.equal(calls, 0);
      if (name === 'setInterval')
        assert.equal((timer as unknown as { _destroyed: boolean })._destroyed, true);
    });
  }

  it('hands on arguments and this', async () => {
    const given: unknown[] = [];
    const timer = setTimeout(
      function (this: unknown, ...all: unknown[]) {
        given.push(this, ...all);
      },
      1,
      'a',
      2,
    );
    await soon();
    assert.deepEqual(given, [timer, 'a', 2]);
  });

  it('leaves clearing alone', async () => {
    let calls = 0;
    clearTimeout(setTimeout(() => calls++, 1));
    clearInterval(setInterval(() => calls++, 1));
    clearImmediate(setImmediate(() => calls++));
    setTimeout(() => calls++, 1)
      .unref()
      .ref()
      .close();
    await soon();
    assert.equal(calls, 0);
  });

  it('leaves promises of timers alone', async () => {
    assert.equal(await promisify(setTimeout)(1, 'value'), 'value');
    assert.equal(await promisify(setImmediate)('soon'), 'soon');
  });

  it('is what a module imports, too', () => {
    for (const name of names) assert.equal(timersModule[name], globalThis[name]);
  });

  it('still refuses what is no function', () => {
    assert.throws(() => setTimeout('code' as unknown as () => void, 1), /callback/);
  });

  it('lets an interval be cleared from its own callback', async () => {
    let calls = 0;
    const timer = setInterval(() => {
      calls++;
      clearInterval(timer);
    }, 1);
    await soon();
    assert.equal(calls, 1);
  });
});
