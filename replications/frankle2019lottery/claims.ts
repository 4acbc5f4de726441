import {
  allOf,
  type Claim,
  equivalence,
  groupBy,
  ordering,
  pairedBySeed,
  type Row,
  slope,
  trend,
} from '../../src/index.js';
import { at, densityLabel, nearestRound } from './densities.js';
import { type Outcome, outcomes } from './outcomes.js';

/** Paired differences between two arms, each at the density nearest to the paper's. */
interface Contrast {
  readonly label: string;
  readonly differences: number[];
  /** Nets whose validation loss was still falling at the end. */
  readonly censored: number;
}

/** A net that would have gone on improving stopped at the earliest where training was cut off. */
function lowerBound(censored: number): string {
  if (censored === 0) return '';
  return ` (${censored} nets were still improving at the end, which counts as their stop)`;
}

function countCensored(nets: readonly Outcome[]): number {
  return nets.filter((o) => o.censored).length;
}

/** Tickets against the dense net they come from. */
function overDense(rows: readonly Row[], density: number, value: (o: Outcome) => number): Contrast {
  const all = outcomes(rows);
  const tickets = at(all, 'ticket', nearestRound(all, ['ticket'], density));
  const dense = at(all, 'ticket', 0);
  return {
    label: `ticket at ${densityLabel(tickets[0])} vs dense`,
    differences: pairedBySeed(tickets, dense, value),
    censored: countCensored([...tickets, ...dense]),
  };
}

/** Tickets against another arm of the same density. */
function overArm(
  rows: readonly Row[],
  arm: string,
  density: number,
  value: (o: Outcome) => number,
): Contrast {
  const all = outcomes(rows);
  const round = nearestRound(all, ['ticket', arm], density);
  const tickets = at(all, 'ticket', round);
  const others = at(all, arm, round);
  return {
    label: `ticket vs ${arm} at ${densityLabel(tickets[0])}`,
    differences: pairedBySeed(tickets, others, value),
    censored: countCensored([...tickets, ...others]),
  };
}

/** Per seed, how fast the accuracy gap to reinitialised nets grows with -ln(density). */
function gapSlopes(rows: readonly Row[]): number[] {
  const all = outcomes(rows);
  const seeds = groupBy(all, ['seed']);
  return seeds.map((own) => {
    const rounds = [...new Set(own.filter((o) => o.arm === 'reinit').map((o) => o.round))];
    const gaps = rounds.map(
      (round) => pairedBySeed(at(own, 'ticket', round), at(own, 'reinit', round), accuracy)[0],
    );
    const size = rounds.map((round) => -Math.log(at(own, 'ticket', round)[0].density));
    return slope(size, gaps);
  });
}

const accuracy = (o: Outcome): number => o.earlyAccuracy;
const speed = (o: Outcome): number => -Math.log(o.earlyIteration);

/** Percentage points by which small tickets must beat their reinitialised nets. */
const LARGE_GAP = 0.5;

/** Claims 1 to 5 on LeNet-300-100; minimum effects were fixed on the pilot seeds. */
export const claims: readonly Claim[] = [
  {
    id: '1-faster',
    statement:
      'A winning ticket of about 21 % density reaches its minimum validation loss earlier than the dense net.',
    source: 'Section 2, Figure 4a (left)',
    kind: 'ordering',
    paperValue: '38 % earlier (ln ratio 0.48) at 21.1 %',
    minimumEffect: 0.1,
    unit: 'ln ratio',
    check(rows) {
      const { label, differences, censored } = overDense(rows, 0.211, speed);
      return ordering(label + lowerBound(censored), differences, this);
    },
  },
  {
    id: '2-more-accurate',
    statement:
      'A winning ticket of about 13.5 % density has a higher test accuracy at early stopping than the dense net.',
    source: 'Section 2, Figure 4a (middle)',
    kind: 'ordering',
    paperValue: 'more than +0.3 pp at 13.5 %',
    minimumEffect: 0.1,
    unit: 'pp',
    check(rows) {
      const { label, differences } = overDense(rows, 0.135, accuracy);
      return ordering(label, differences, this);
    },
  },
  {
    id: '3-generalises-better',
    statement: 'After the last iteration both fit the training set, yet the ticket tests better.',
    source: 'Section 2, Figures 4b and 12',
    kind: 'ordering',
    paperValue: 'up to +0.35 pp, training accuracy about 100 % for both',
    minimumEffect: 0.1,
    unit: 'pp',
    check(rows) {
      const test = overDense(rows, 0.135, (o) => o.finalAccuracy);
      const train = overDense(rows, 0.135, (o) => o.trainAccuracy);
      return allOf([
        ordering(`test accuracy, ${test.label}`, test.differences, this),
        equivalence(`training accuracy, ${train.label}`, train.differences, {
          margin: 0.5,
          unit: this.unit,
        }),
      ]);
    },
  },
  {
    id: '4a-initialisation-speed',
    statement:
      'With newly drawn weights, the same sparse net of about 21 % density learns more slowly than the ticket.',
    source: 'Section 2, Figure 4a (left)',
    kind: 'ordering',
    paperValue: 'ticket 2.51 times as fast (ln ratio 0.92) at 21.1 %',
    minimumEffect: 0.1,
    unit: 'ln ratio',
    check(rows) {
      const { label, differences, censored } = overArm(rows, 'reinit', 0.211, speed);
      return ordering(label + lowerBound(censored), differences, this);
    },
  },
  {
    id: '4b-initialisation-accuracy',
    statement:
      'With newly drawn weights, the same sparse net is less accurate than the ticket, at moderate and at small sizes.',
    source: 'Section 2, Figure 4a (middle)',
    kind: 'ordering',
    paperValue:
      '+0.5 pp at 21.1 %; reinitialised nets fall below dense accuracy at 21.1 %, tickets at 2.9 %',
    minimumEffect: 0.1,
    unit: 'pp',
    check(rows) {
      const moderate = overArm(rows, 'reinit', 0.211, accuracy);
      const small = overArm(rows, 'reinit', 0.036, accuracy);
      return allOf([
        ordering(moderate.label, moderate.differences, this),
        ordering(small.label, small.differences, { ...this, minimumEffect: LARGE_GAP }),
      ]);
    },
  },
  {
    id: '4c-initialisation-trend',
    statement:
      'The smaller the net, the further the ticket is ahead of the same net with newly drawn weights (slope of the gap over ln(1/density)).',
    source: 'Section 2, Figure 4a (middle)',
    kind: 'trend',
    paperValue: 'the gap opens as nets get smaller (no number given)',
    minimumEffect: 0.1,
    unit: 'pp/nat',
    check(rows) {
      return trend('slope of the gap ticket - reinit', gapSlopes(rows), this);
    },
  },
  {
    id: '5-iterative',
    statement:
      'At small sizes, tickets found by iterative pruning are more accurate than those found at one shot.',
    source: 'Section 2, Figure 4c',
    kind: 'ordering',
    paperValue: 'iterative reaches higher accuracy at smaller sizes (no number given)',
    minimumEffect: 0.1,
    unit: 'pp',
    check(rows) {
      const contrasts = [0.036, 0.0185].map((d) => overArm(rows, 'one-shot', d, accuracy));
      return allOf(contrasts.map(({ label, differences }) => ordering(label, differences, this)));
    },
  },
];
