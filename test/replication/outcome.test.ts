import assert from 'node:assert/strict';
import { countOutcomes, explain, outcomeSentence } from '../../src/replication/outcome.js';
import type { Outcome, Verdict } from '../../src/replication/replication.js';

const of = (...outcomes: Outcome[]) => outcomes.map((outcome) => ({ outcome }));

describe('outcomes', () => {
  it('are counted', () => {
    assert.deepEqual(countOutcomes(of('refuted', 'supported', 'refuted')), {
      supported: 1,
      refuted: 2,
      inconclusive: 0,
    });
  });

  it('are told in a sentence', () => {
    assert.equal(outcomeSentence([]), 'No claim was tested.');
    assert.equal(outcomeSentence(of('refuted')), 'Of 1 claim, 1 is refuted.');
    assert.equal(
      outcomeSentence(of('supported', 'supported', 'inconclusive')),
      'Of 3 claims, 2 are supported and 1 is inconclusive.',
    );
    assert.equal(
      outcomeSentence(of('inconclusive', 'refuted', 'supported')),
      'Of 3 claims, 1 is supported, 1 is refuted and 1 is inconclusive.',
    );
  });

  it('are explained with what was compared, unless the claim has several parts', () => {
    const part = { label: 'ticket vs dense', detail: 'It is so.' } as Verdict;
    const one = { ...part, findings: [part] };
    assert.equal(explain(one), 'Ticket vs dense: It is so.');
    assert.equal(explain({ ...one, findings: [part, part] }), 'It is so.');
  });
});
