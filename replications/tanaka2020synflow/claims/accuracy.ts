import {
  allOf,
  type Claim,
  equivalence,
  groupBy,
  lessSpread,
  ordering,
  type Row,
  type Verdict,
} from '../../../src/index.js';
import { exponentsIn, gains, netsOf, ofStudy, power, type Trained, trained } from '../measures.js';

/** One arm ahead of each of others at each of some compressions. */
function ahead(
  all: readonly Trained[],
  arm: string,
  controls: readonly string[],
  exponents: readonly number[],
  claim: Claim,
): Verdict[] {
  return exponents.flatMap((exponent) =>
    controls.map((control) =>
      ordering(
        `${arm} - ${control} at ${power(exponent)}`,
        gains(netsOf(all, arm, exponent), netsOf(all, control, exponent)),
        claim,
      ),
    ),
  );
}

const OTHERS = ['random', 'magnitude', 'SNIP', 'GraSP'];

/** What trained nets say: who is best, who is steady, and whether training itself conserves. */
export const accuracyClaims: readonly Claim[] = [
  {
    id: '6-drift',
    statement:
      'Training makes mean squared weights of layers more nearly inversely proportional to their size.',
    source: 'Section 5, Figure 5b',
    kind: 'ordering',
    paperValue: 'slope 0.431 before and 0.588 after training, VGG-19 with Xavier’s draw',
    minimumEffect: 0.02,
    unit: '',
    check(rows) {
      return ordering('slope after - before', drifts(rows, 'change'), this);
    },
  },
  {
    id: '6b-drift-complete',
    statement:
      'After training, mean squared weights are inversely proportional to layer size (slope 1).',
    source: 'Section 5, Figure 5b',
    kind: 'equivalence',
    paperValue: 'slope 0.588 after training',
    minimumEffect: 0.1,
    unit: '',
    check(rows) {
      return equivalence('slope after - 1', drifts(rows, 'rest'), { margin: this.minimumEffect });
    },
  },
  {
    id: '7-best',
    statement:
      'At high compression (10^2 and more) nets pruned by SynFlow are more accurate than those pruned by random, magnitude, SNIP or GraSP in one shot (dense layers, MNIST).',
    source: 'Section 6, Figure 6',
    kind: 'ordering',
    paperValue: 'best in all 12 panels from 10^2.5 on, in 10 of 12 at 10^2',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      return allOf(ahead(trained(rows, 'accuracy'), 'SynFlow', OTHERS, [2, 2.5, 3], this));
    },
  },
  {
    id: '7b-best-convolutions',
    statement:
      'The same for convolutions: at 10^2 SynFlow is more accurate than the others (narrow VGG-11).',
    source: 'Section 6, Figure 6',
    kind: 'ordering',
    paperValue: 'VGG-11 at 10^2: SynFlow 86.8 %, magnitude 85.2 %, random 73.7 %',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'pictures');
      const controls = OTHERS.filter((arm) => netsOf(all, arm, 2).length > 0);
      return allOf(ahead(all, 'SynFlow', controls, [2], this));
    },
  },
  {
    id: '8-steady',
    statement:
      'Accuracy after SynFlow varies less from seed to seed than after random, SNIP or GraSP pruning, from 10^1.5 on.',
    source: 'Section 6, Figure 6',
    kind: 'ordering',
    paperValue:
      'mean standard deviation 0.26 pp (SynFlow), 1.43 (random), 1.47 (GraSP), 1.89 (SNIP)',
    minimumEffect: 0.1,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'accuracy');
      const values = (arm: string) =>
        exponentsIn(all)
          .filter((exponent) => exponent >= 1.5)
          .map((exponent) => netsOf(all, arm, exponent).map(({ accuracy }) => accuracy));
      return allOf(
        ['random', 'SNIP', 'GraSP'].map((arm) =>
          lessSpread(`spread of ${arm} - SynFlow`, values('SynFlow'), values(arm), this),
        ),
      );
    },
  },
  {
    id: '9-above-random',
    statement:
      'SynFlow is more accurate than random pruning at every compression from 10^0.5 to 10^3.',
    source: 'Section 6, Figure 6',
    kind: 'ordering',
    paperValue: 'said of all panels; in the authors’ data it is 1.2 to 1.4 pp below random on one',
    minimumEffect: 0,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'accuracy');
      return allOf(ahead(all, 'SynFlow', ['random'], exponentsIn(all), this));
    },
  },
];

/** Per seed, how the slope changed in training, or how far it ends from 1. */
function drifts(rows: readonly Row[], what: 'change' | 'rest'): number[] {
  return groupBy(ofStudy(rows, 'drift'), ['seed']).map((course) => {
    const first = Number(course[0].squareSlope);
    const last = Number(course[course.length - 1].squareSlope);
    return what === 'change' ? last - first : last - 1;
  });
}
