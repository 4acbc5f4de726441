import assert from 'node:assert/strict';
import { refuseToExit } from '../../../src/kernel/cells/guard.js';

describe('refuseToExit', () => {
  const own = process as unknown as Record<string, unknown>;
  const before = { exit: own.exit, reallyExit: own.reallyExit };
  afterEach(() => Object.assign(process, before));

  it('refuses to end the process, and says what to do', () => {
    refuseToExit();
    assert.throws(() => process.exit(1), /process\.exit\(\) is refused.*menu Kernel/);
    assert.throws(() => (own.reallyExit as () => void)(), /refused/);
  });
});
