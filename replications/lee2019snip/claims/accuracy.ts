import {
  allOf,
  type Claim,
  equivalence,
  nonInferior,
  ordering,
  type Row,
  type Verdict,
} from '../../../src/index.js';
import { errorGap, sparsityLabel, trained } from '../measures.js';

/** SNIP loses less than the claim's margin against the dense net. */
function littleLoss(rows: readonly Row[], study: string, kept: number, claim: Claim): Verdict {
  return nonInferior(
    `SNIP against dense, ${sparsityLabel(kept)} pruned`,
    errorGap(trained(rows, study), { arm: 'dense', kept: 1 }, { arm: 'SNIP', kept }),
    { margin: claim.minimumEffect, unit: claim.unit },
  );
}

/** Claims 1 and 2: how accurate a net is that was pruned once, before it was trained. */
export const accuracyClaims: readonly Claim[] = [
  {
    id: '1a-ninety',
    statement:
      'LeNet-300-100 pruned once before training by 90 % loses less than 0.5 percentage points against the dense net.',
    source: 'Section 5.1, Figure 1',
    kind: 'equivalence',
    paperValue: 'a negligible loss (no number given)',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'plain', 0.1, this);
    },
  },
  {
    id: '1b-ninety-five',
    statement: 'Pruned by 95 %, it still loses less than 0.5 percentage points.',
    source: 'Section 5.1, Table 1',
    kind: 'equivalence',
    paperValue: 'error 1.6 %, dense 1.7 %',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'plain', 0.05, this);
    },
  },
  {
    id: '1c-ninety-eight',
    statement: 'Pruned by 98 %, it loses less than 1.5 percentage points.',
    source: 'Section 5.1, Table 1',
    kind: 'equivalence',
    paperValue: 'error 2.4 %, dense 1.7 %',
    minimumEffect: 1.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'plain', 0.02, this);
    },
  },
  {
    id: '1d-control',
    statement:
      'Pruned by 95, 98 and 99 %, LeNet-300-100 is more accurate after SNIP than after random pruning.',
    source: 'Not in the paper: the control that its claim needs',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'plain');
      return allOf(
        [0.05, 0.02, 0.01].map((kept) =>
          ordering(
            `random - SNIP, error with ${sparsityLabel(kept)} pruned`,
            errorGap(all, { arm: 'random', kept }, { arm: 'SNIP', kept }),
            this,
          ),
        ),
      );
    },
  },
  {
    id: '1e-new-weights',
    statement:
      'It does not matter whether the weights that were scored are trained, or newly drawn ones under the same mask (LeNet-300-100, 90 to 98 % pruned).',
    source: 'The authors’ code, which draws anew; later Frankle et al. 2021',
    kind: 'equivalence',
    paperValue: 'none',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'plain');
      return allOf(
        [0.1, 0.05, 0.02].map((kept) =>
          equivalence(
            `new - scored weights, error with ${sparsityLabel(kept)} pruned`,
            errorGap(all, { arm: 'SNIP, new weights', kept }, { arm: 'SNIP', kept }),
            { margin: this.minimumEffect, unit: this.unit },
          ),
        ),
      );
    },
  },
  {
    id: '2a-convolutional',
    statement:
      'LeNet-5-Caffe pruned once before training by 98 % loses less than 0.5 percentage points against the dense net.',
    source: 'Section 5.1, Table 1',
    kind: 'equivalence',
    paperValue: 'error 0.8 %, dense 0.9 %',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'convolutional', 0.02, this);
    },
  },
  {
    id: '2b-convolutional-extreme',
    statement: 'Pruned by 99 %, it loses less than 1 percentage point.',
    source: 'Section 5.1, Table 1',
    kind: 'equivalence',
    paperValue: 'error 1.1 %, dense 0.9 %',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'convolutional', 0.01, this);
    },
  },
];
