import {
  allOf,
  type Claim,
  count,
  equivalence,
  identity,
  numbers,
  type Row,
} from '../../../src/index.js';
import { ofStudy } from '../measures.js';

/** What rounding may do to an identity in doubles, and in floats over VGG-16’s sums. */
const DOUBLE = 1e-10;
const SINGLE = 1e-4;

/** A relative error that no rounding explains. */
const VISIBLE = 1e-6;

const EXACT_ARMS = ['synaptic flow', 'random sum of outputs', 'squared outputs'];

function summaries(rows: readonly Row[], study: string, arms: readonly string[]): Row[] {
  return ofStudy(rows, study).filter(
    (row) => row.kind === 'summary' && arms.includes(String(row.arm)),
  );
}

/** One error per net, named. */
function errorsOf(rows: readonly Row[], column: string): { errors: number[]; cases: string[] } {
  const measured = rows.filter((row) => typeof row[column] === 'number');
  return {
    errors: numbers(measured, column),
    cases: measured.map((row) => `${row.model}, ${row.arm}, seed ${row.seed}`),
  };
}

function exactly(label: string, rows: readonly Row[], column: string, tolerance: number) {
  const { errors, cases } = errorsOf(rows, column);
  return identity(label, errors, { tolerance, cases });
}

/** Conservation: theorems 1 and 2, what of them was known, and what they do not cover. */
export const theoryClaims: readonly Claim[] = [
  {
    id: '1-units',
    statement:
      'At every hidden unit the saliency of what comes in equals that of what goes out, for any function of the outputs, in nets without biases whose normalisations are in evaluation mode.',
    source: 'Theorem 1, Figure 3',
    kind: 'identity',
    paperValue: 'exact; correlation of in and out 1.000 for SynFlow',
    minimumEffect: DOUBLE,
    unit: '',
    check(rows) {
      return allOf([
        exactly(
          'largest relative error of a unit, in doubles',
          summaries(rows, 'conservation', EXACT_ARMS),
          'worstUnit',
          DOUBLE,
        ),
        exactly(
          'the same at the paper’s size, in floats',
          summaries(rows, 'conservation-full', ['synaptic flow']),
          'worstUnit',
          SINGLE,
        ),
      ]);
    },
  },
  {
    id: '1b-units-biases',
    statement:
      'With biases, or with normalisations that use the batch’s statistics, the weights alone no longer conserve saliency; they do together with biases, scales and shifts.',
    source: 'Not in the paper: the criticism that its nets have no biases',
    kind: 'identity',
    paperValue: 'none',
    minimumEffect: DOUBLE,
    unit: '',
    check(rows) {
      const nets = summaries(rows, 'conservation', ['with biases', 'batch statistics']);
      const broken = numbers(nets, 'worstUnitOfWeights').filter((error) => error > VISIBLE);
      return allOf([
        exactly('largest relative error of a unit, offsets counted', nets, 'worstUnit', DOUBLE),
        count('weights alone do not conserve', broken.length, nets.length, {
          least: 50,
          unit: '% of nets',
        }),
      ]);
    },
  },
  {
    id: '2-layers',
    statement:
      'Over any set of weights that separates the input from the output the saliency sums to the same number, <dR/dy, y>; for whole layers this is Euler’s identity (Liang et al. 2019), for cuts through the middle of layers it is not.',
    source: 'Theorem 2',
    kind: 'identity',
    paperValue: 'exact',
    minimumEffect: DOUBLE,
    unit: '',
    check(rows) {
      const exact = summaries(rows, 'conservation', EXACT_ARMS);
      return allOf([
        exactly('whole layers against <dR/dy, y>', exact, 'worstLayer', DOUBLE),
        exactly('cuts through layers against <dR/dy, y>', exact, 'worstCut', DOUBLE),
      ]);
    },
  },
  {
    id: '2b-average-score',
    statement:
      'The average SynFlow score of a layer is inversely proportional to the layer’s size (VGG-16).',
    source: 'Corollary of theorem 2, Figure 4',
    kind: 'identity',
    paperValue: 'slope 1.000, log to log, on VGG-19',
    minimumEffect: 0.001,
    unit: '',
    check(rows) {
      return exactly('slope - 1', slopes(rows, 'SynFlow'), 'slopeError', 0.001);
    },
  },
  {
    id: '2c-average-others',
    statement:
      'SNIP and GraSP respect this relationship too: their average scores are inversely proportional to layer size (VGG-16).',
    source: 'Section 4, Figure 4',
    kind: 'equivalence',
    paperValue: 'slopes 0.556 (SNIP) and 1.022 (GraSP) in the authors’ data for VGG-19',
    minimumEffect: 0.1,
    unit: '',
    check(rows) {
      return allOf(
        ['SNIP', 'GraSP'].map((arm) =>
          equivalence(`slope of ${arm} - 1`, numbers(slopes(rows, arm), 'slopeError'), {
            margin: this.minimumEffect,
          }),
        ),
      );
    },
  },
];

function slopes(rows: readonly Row[], arm: string): Row[] {
  return summaries(rows, 'scores', [arm]).map((row) => ({
    ...row,
    slopeError: Number(row.scoreSlope) - 1,
  }));
}
