import { type Claim, equivalence, ordering, type Row } from '../../../src/index.js';
import { lossGap, trained } from '../measures.js';

/** Training loss of the pruned net less that of the dense one, per seed. */
function gap(rows: readonly Row[], labels: 'true' | 'random'): number[] {
  return lossGap(
    trained(rows, 'fitting').filter((net) => net.labels === labels),
    { arm: 'SNIP', kept: 0.01 },
    { arm: 'dense', kept: 1 },
  );
}

/** Claim 7: what a net pruned by 99 % can and cannot fit. */
export const fittingClaims: readonly Claim[] = [
  {
    id: '7a-random-labels',
    statement: 'A net pruned by 99 % does not fit random labels as the dense net does.',
    source: 'Section 5.5, Figure 4',
    kind: 'ordering',
    paperValue: 'the dense net’s training loss falls to zero, the pruned net’s does not (Figure 4)',
    minimumEffect: 0.5,
    unit: 'nats',
    check(rows) {
      return ordering('training loss on random labels, SNIP - dense', gap(rows, 'random'), this);
    },
  },
  {
    id: '7b-true-labels',
    statement: 'Yet it fits the true labels of the same pictures.',
    source: 'Section 5.5, Figure 4',
    kind: 'equivalence',
    paperValue: 'both training losses fall to about zero (Figure 4)',
    minimumEffect: 0.1,
    unit: 'nats',
    check(rows) {
      return equivalence('training loss on true labels, SNIP - dense', gap(rows, 'true'), {
        margin: this.minimumEffect,
        unit: this.unit,
      });
    },
  },
];
