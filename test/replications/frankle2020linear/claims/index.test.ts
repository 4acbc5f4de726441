import assert from 'node:assert/strict';
import { claims } from '../../../../replications/frankle2020linear/claims/index.js';
import { checkClaims } from '../../../../src/index.js';
import { right, rowsOf, type World } from '../rows.js';

function outcomesIn(world: World): Record<string, string> {
  const verdicts = checkClaims(claims, rowsOf(world));
  return Object.fromEntries(claims.map(({ id }, i) => [id, verdicts[i].outcome]));
}

describe('claims of frankle2020linear', () => {
  it('are all supported where the paper is right', () => {
    for (const [id, outcome] of Object.entries(outcomesIn(right))) {
      assert.equal(outcome, 'supported', id);
    }
  });

  it('can be refuted, each by what it is about', () => {
    const flat = right.tickets.map(({ k }) => ({ k, barrier: 0.5, gap: -1 }));
    for (const [id, change] of [
      ['1a-lenet-stable', { lenet: 6 }],
      ['1a-control', { control: 0.5 }],
      ['1c-not-the-same-net', { distance: 0 }],
      ['3-state-not-clock', { restart: 12 }],
      ['4a-no-better-at-init', { tickets: flat }],
      ['5a-rewinding', { tickets: flat }],
      ['7-apart', { distance: 0.1 }],
    ] as [string, Partial<World>][]) {
      assert.equal(outcomesIn({ ...right, ...change })[id], 'refuted', id);
    }
  });

  it('leave room for twelve of them under Holm’s correction', () => {
    assert.ok(claims.filter(({ kind }) => kind !== 'identity').length <= 12);
  });
});
