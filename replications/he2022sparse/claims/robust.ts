import { allOf, type Claim, orderingBySigns, type Row } from '../../../src/index.js';
import { descents, ladderOf, netsIn, roundOf, type Selection } from '../nets.js';
import { thereIsDescent } from './descent.js';
import { LEVELS } from './levels.js';

/** The claim's arms, each at its own levels. */
function allDescend(rows: readonly Row[], dip: number, arms: readonly (keyof typeof LEVELS)[]) {
  const nets = netsIn(rows);
  return allOf(
    arms.map((arm) => thereIsDescent(ladderOf(nets, { arm }), LEVELS[arm], dip, `${arm}: `)),
  );
}

/**
 * Per seed, how many rounds later a place comes in one ladder than in another; zero, which supports
 * nothing, where the rule finds no double descent in one of the two.
 */
export function roundsLater(
  rows: readonly Row[],
  later: Selection,
  earlier: Selection,
  place: 'critical' | 'sweet',
): number[] {
  const nets = netsIn(rows);
  const [late, early] = [later, earlier].map((which) => descents(ladderOf(nets, which)));
  return late.map((descent) => {
    const other = early.find(({ seed }) => seed === descent.seed)!;
    const shift = roundOf(descent, descent[place]) - roundOf(other, other[place]);
    return Number.isNaN(shift) ? 0 : shift;
  });
}

/** How noise moves the phases, and what else may be changed without losing them. */
export const robustnessClaims: readonly Claim[] = [
  {
    id: '3a-noise-critical',
    statement:
      'With more label noise (half of the labels redrawn instead of a tenth) the critical phase comes at lower sparsity.',
    source: 'Figure 4',
    kind: 'ordering',
    paperValue: 'in words',
    minimumEffect: 1,
    unit: 'rounds',
    check(rows) {
      const shifts = roundsLater(rows, { study: 'less noise' }, {}, 'critical');
      return orderingBySigns('round of the minimum, a tenth - half', shifts, this);
    },
  },
  {
    id: '3b-noise-sweet',
    statement: 'With more label noise the sweet phase comes at higher sparsity.',
    source: 'Figure 4',
    kind: 'ordering',
    paperValue: 'in words',
    minimumEffect: 1,
    unit: 'rounds',
    check(rows) {
      const shifts = roundsLater(rows, {}, { study: 'less noise' }, 'sweet');
      return orderingBySigns('round of the second maximum, half - a tenth', shifts, this);
    },
  },
  {
    id: '4a-criteria',
    statement: 'Double descent is there for other pruning criteria: gradient and random.',
    source: 'Figures 2 and 13',
    kind: 'ordering',
    paperValue: 'in curves: all three criteria have it',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      return allDescend(rows, this.minimumEffect, ['gradient', 'random']);
    },
  },
  {
    id: '4b-retraining',
    statement:
      'It is there for other ways to retrain: fine-tuning (here the same as rewinding the learning rate, which is constant) and training from scratch.',
    source: 'Figures 3, 14 and 15',
    kind: 'ordering',
    paperValue: 'in curves: all four ways have it',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      return allDescend(rows, this.minimumEffect, ['fine-tuned', 'scratch']);
    },
  },
];
