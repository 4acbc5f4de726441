import assert from 'node:assert/strict';
import { sweepProgress } from '../../../src/display/kinds/sweep-progress.js';
import type { Plan } from '../../../src/experiment/sweep/plan.js';
import type { Store } from '../../../src/experiment/store/store.js';
import { textWriter } from '../../support/text-writer.js';

describe('sweepProgress', () => {
  it('shows nothing when every run is in the store already', () => {
    const writer = textWriter(true);
    sweepProgress(2, { writer }).onPlan({ missing: [] } as unknown as Plan, {} as Store);
    assert.equal(writer.text(), '');
  });
});
