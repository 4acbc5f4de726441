import {
  allOf,
  type Claim,
  count,
  equivalence,
  ordering,
  pairedBySeed,
  type Row,
  type Verdict,
} from '../../../src/index.js';
import { at, type Descent, descents, ladderOf, type Net, netsIn, roundOf } from '../nets.js';
import { LEVELS, type Levels } from './levels.js';

/** Points of test accuracy that must be gained over the dense net. */
const GAIN = 3;

const test = (net: Net): number => net.test;

/**
 * Down, up above where it began, and down again: all three, at levels fixed in advance.
 *
 * @param dip - points of test accuracy that must at least be lost
 */
export function thereIsDescent(
  ladder: readonly Net[],
  { critical, sweet, last }: Levels,
  dip: number,
  name = '',
): Verdict {
  const part = (from: number, to: number, minimumEffect: number): Verdict => {
    const differences = pairedBySeed(at(ladder, to), at(ladder, from), test);
    const label = `${name}${levelName(to)} - ${levelName(from)}`;
    return ordering(label, differences, { minimumEffect, unit: 'pp' });
  };
  return allOf([part(critical, 0, dip), part(0, sweet, GAIN), part(last, sweet, 0)]);
}

function levelName(round: number): string {
  return round === 0 ? 'dense' : `after ${round} rounds`;
}

/** How far the minimum of test accuracy is from the first net that does not fit its training set. */
function toThreshold(descent: Descent): number {
  return Math.abs(roundOf(descent, descent.critical) - roundOf(descent, descent.threshold));
}

/** The tickets of the main study. */
export function mainLadder(rows: readonly Row[]): Net[] {
  return ladderOf(netsIn(rows));
}

/** That there is sparse double descent, where, and that noise is needed for it. */
export const descentClaims: readonly Claim[] = [
  {
    id: '1-descent',
    statement:
      'With noisy labels, test accuracy falls as the net is pruned, rises above the dense net’s, and falls again.',
    source: 'Figure 1 (left)',
    kind: 'ordering',
    paperValue:
      'digitised (MNIST 28 x 28, 20 % of labels redrawn): −7.0 pp at 10.7 % of the weights, +12.0 pp at 1.2 %, 0.865 at 0.5 %',
    minimumEffect: 2,
    unit: 'pp',
    check(rows) {
      return thereIsDescent(mainLadder(rows), LEVELS.ticket, this.minimumEffect);
    },
  },
  {
    id: '1b-full-size',
    statement: 'The same on pictures of 28 x 28 pixels, with the paper’s own net.',
    source: 'Figure 1 (left)',
    kind: 'ordering',
    paperValue: 'as in claim 1',
    minimumEffect: 2,
    unit: 'pp',
    check(rows) {
      const ladder = ladderOf(netsIn(rows), { study: 'large' });
      return thereIsDescent(ladder, LEVELS.large, this.minimumEffect);
    },
  },
  {
    id: '1c-control',
    statement:
      'Without label noise nothing is lost where the dip would be, and nothing is gained where the second maximum would be (control).',
    source: 'Ours',
    kind: 'equivalence',
    paperValue: 'none',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const clean = ladderOf(netsIn(rows), { study: 'clean' });
      const { critical, sweet } = LEVELS.ticket;
      const dense = at(clean, 0);
      const lost = pairedBySeed(at(clean, critical), dense, test);
      const gained = pairedBySeed(dense, at(clean, sweet), test);
      return allOf([
        equivalence(`${levelName(critical)} - dense, clean labels`, lost, {
          margin: this.minimumEffect,
          unit: this.unit,
        }),
        ordering(`dense - ${levelName(sweet)}, clean labels`, gained, {
          minimumEffect: 0,
          unit: this.unit,
        }),
      ]);
    },
  },
  {
    id: '2-threshold',
    statement:
      'The dip sits at the interpolation threshold: test accuracy is lowest within one round of 20 % of the first net that fits less than 99 % of its training set.',
    source: 'Figure 5',
    kind: 'existence',
    paperValue:
      'digitised: both after 10 rounds (training accuracy 0.999 after 9 and 0.951 after 10)',
    minimumEffect: 50,
    unit: '% of seeds',
    check(rows) {
      const found = descents(mainLadder(rows));
      const least = { least: this.minimumEffect };
      const seedsWith = (has: (descent: Descent) => boolean): number => found.filter(has).length;
      return allOf([
        count(
          'the rule finds all four phases',
          seedsWith(({ phases }) => new Set(phases).size === 4),
          found.length,
          least,
        ),
        count(
          'minimum within one round of the threshold',
          seedsWith((descent) => toThreshold(descent) <= 1),
          found.length,
          least,
        ),
      ]);
    },
  },
];
