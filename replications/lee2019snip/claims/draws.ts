import { type Claim, equivalence, ordering, type Row } from '../../../src/index.js';
import { errorGap, trained } from '../measures.js';

/** Error after the random normal draw less that after variance scaling, per seed. */
function drawDifferences(rows: readonly Row[], study: string): number[] {
  return errorGap(
    trained(rows, study),
    { arm: 'normal, deviation 1', kept: 0.1 },
    { arm: 'variance scaling', kept: 0.1 },
  );
}

/** Claim 5: whether it matters how the weights are drawn that are scored and trained. */
export const drawClaims: readonly Claim[] = [
  {
    id: '5a-draw-recurrent',
    statement:
      'A recurrent net pruned by 90 % needs variance scaling: after a random normal draw its error is much larger (GRU, MNIST row by row).',
    source: 'Section 5.3, Table 3',
    kind: 'ordering',
    paperValue: 'error 47.61 % (random normal) against 1.80 % (variance scaling, He)',
    minimumEffect: 5,
    unit: 'pp',
    check(rows) {
      return ordering(
        'random normal - variance scaling, error of the GRU',
        drawDifferences(rows, 'draws-recurrent'),
        this,
      );
    },
  },
  {
    id: '5b-draw-plain',
    statement: 'LeNet-300-100 does not need it: both draws give the same error.',
    source: 'Section 5.3, Table 3',
    kind: 'equivalence',
    paperValue: 'error 1.90 % (random normal) against 1.88 % (variance scaling, He)',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      return equivalence(
        'random normal - variance scaling, error of LeNet-300-100',
        drawDifferences(rows, 'draws-plain'),
        { margin: this.minimumEffect, unit: this.unit },
      );
    },
  },
];
