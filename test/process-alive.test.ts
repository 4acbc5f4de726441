import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { isRunning } from '../src/process-alive.js';

describe('isRunning', () => {
  it('tells a living process from one that has ended', () => {
    assert.equal(isRunning(process.pid), true);
    assert.equal(isRunning(spawnSync(process.execPath, ['-e', '0']).pid), false);
  });
});
