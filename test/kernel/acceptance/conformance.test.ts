import assert from 'node:assert/strict';
import { startRaw, type RawKernel } from '../../support/jupyter/raw-client.js';
import { tiers, verdictOf } from '../../support/conformance/check.js';
import { checks } from '../../support/conformance/checks.js';
import { ours } from '../../support/conformance/subjects.js';

describe('the kernel and the conformance list', () => {
  const { spec, snippets } = ours();
  let kernel: RawKernel;
  before(async () => {
    kernel = await startRaw(spec);
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await kernel.kill();
    kernel = await startRaw(spec);
  });
  after(() => kernel.kill());

  for (const check of checks) {
    it(`${check.id} (${tiers[check.tier]}): ${check.verifies}`, async () => {
      assert.deepEqual(await verdictOf(check, kernel, snippets), { outcome: 'pass', note: '' });
    });
  }

  it('is the list of 26, and more, each check once', () => {
    assert.equal(checks.filter(({ tier }) => tier < 5).length, 26);
    assert.equal(new Set(checks.map(({ id }) => id)).size, checks.length);
  });
});
