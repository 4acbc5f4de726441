import { allOf, type Claim, orderedTrend, type Row, type Verdict } from '../../../src/index.js';
import { errorsBySize, sparsityLabel, trained } from '../measures.js';
import { BATCH_DENSITIES } from '../runs.js';

/** The error falls with the decades of the scoring batch, from some size on. */
function moreIsBetter(rows: readonly Row[], kept: number, from: number, claim: Claim): Verdict {
  const { sizes, bySeed } = errorsBySize(trained(rows, 'batch'), kept, from);
  return orderedTrend(
    `accuracy over decades of scoring examples, ${sparsityLabel(kept)} pruned`,
    bySeed.map((errors) => errors.map((error) => 100 - error)),
    { ...claim, positions: sizes.map((size) => Math.log10(size)) },
  );
}

/** Claim 4: how much a mask gains from more examples to score by. */
export const scoringClaims: readonly Claim[] = [
  {
    id: '4a-batch',
    statement:
      'The more examples the scores are taken over, the smaller the error (LeNet-300-100, 90 and 98 % pruned; slope over the decades of batch size, from one example on).',
    source: 'Section 5.4, Figure 3 (which has 90 % only)',
    kind: 'trend',
    paperValue: 'error 1.94, 1.72, 1.64, 1.56, 1.40 % with 1, 10, 100, 1,000, 10,000 examples',
    minimumEffect: 0.05,
    unit: 'pp/decade',
    check(rows) {
      return allOf(BATCH_DENSITIES.map((kept) => moreIsBetter(rows, kept, 1, this)));
    },
  },
  {
    id: '4b-batch-beyond-ten',
    statement: 'From ten examples on, more of them still help (90 % pruned).',
    source: 'Section 5.4, Figure 3',
    kind: 'trend',
    paperValue: 'error 1.72, 1.64, 1.56, 1.40 % with 10, 100, 1,000, 10,000 examples',
    minimumEffect: 0.05,
    unit: 'pp/decade',
    check(rows) {
      return moreIsBetter(rows, 0.1, 10, this);
    },
  },
];
