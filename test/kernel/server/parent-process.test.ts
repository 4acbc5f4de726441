import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchParent, type Surroundings } from '../../../src/kernel/server/parent-process.js';

describe('watchParent', () => {
  /** Whether the death is noticed of what changes from `before` to `after`. */
  async function notices(before: Partial<Surroundings>, after: Partial<Surroundings>) {
    let now: Surroundings = {
      platform: 'linux',
      jupyter: undefined,
      parent: () => 100,
      isRunning: () => true,
      ...before,
    };
    let deaths = 0;
    const stop = watchParent(() => deaths++, {
      ...now,
      parent: () => now.parent(),
      isRunning: (pid) => now.isRunning(pid),
    });
    now = { ...now, ...after };
    await sleep(2300);
    stop();
    assert.ok(deaths <= 1, 'a death is told once');
    return deaths === 1;
  }
  const gone = (): boolean => false;

  it('notices that the parent is gone, or the Jupyter further up, and nothing else', async () => {
    assert.deepEqual(
      await Promise.all([
        notices({}, {}),
        notices({}, { parent: () => 1 }),
        notices({}, { isRunning: gone }),
        notices({ jupyter: '50' }, {}),
        notices({ jupyter: '50' }, { isRunning: gone }),
        notices({ jupyter: '50', isRunning: gone }, {}), // it was never to be seen
        notices({ jupyter: 'handle' }, { isRunning: gone }),
        notices({ platform: 'win32' }, { parent: () => 1 }),
      ]),
      [false, true, false, false, true, false, false, false],
    );
  });
});
