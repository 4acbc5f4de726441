import {
  allOf,
  type Claim,
  mean,
  ordering,
  pairedBySeed,
  type Threshold,
  type Verdict,
} from '../../../src/index.js';
import { curve, type Net, nets, ofWidth, targetsIn, widthsIn } from '../networks.js';

/** A net interpolates when it misses at most this share of its training labels, in percent. */
export const INTERPOLATES = 1;

/**
 * The largest width at which dense nets, in the mean over seeds, do not interpolate yet; at least the
 * smallest width that is pruned to every target.
 */
export function lastBeforeInterpolation(all: readonly Net[]): number {
  const dense = curve(all, 'dense');
  const largestTarget = Math.max(...targetsIn(all));
  const widths = widthsIn(dense).filter((width) => width > largestTarget);
  const first = widths.findIndex(
    (width) => mean(ofWidth(dense, width).map(({ trainError }) => trainError)) <= INTERPOLATES,
  );
  return widths[first < 0 ? widths.length - 1 : Math.max(0, first - 1)];
}

const error = (net: Net): number => net.testError;

/** That the widest net, pruned to the size of each small one, errs less than it does. */
function beatsEvery(
  all: readonly Net[],
  smallOf: (target: number) => readonly Net[],
  threshold: Threshold,
): Verdict {
  return allOf(
    targetsIn(all).map((target) => smallMinusPruned(all, target, smallOf(target), threshold)),
  );
}

/** By how much less the widest net errs, pruned to the weights of a small one, than that small one. */
function smallMinusPruned(
  all: readonly Net[],
  target: number,
  small: readonly Net[],
  threshold: Threshold,
): Verdict {
  const own = curve(all, target);
  const widest = Math.max(...widthsIn(own));
  return ordering(
    `dense of width ${target} - pruned from ${widest}`,
    pairedBySeed(small, ofWidth(own, widest), error),
    threshold,
  );
}

/** Claims on nets of one hidden layer. */
export const networkClaims: readonly Claim[] = [
  {
    id: '6-networks-descent',
    statement:
      'Nets too: with growing width the test error of dense nets rises until they are about to interpolate their noisy labels, then falls; and that of nets pruned to the weights of a small net is lower from the widest net than from the net about to interpolate.',
    source: 'Neural-network figure; setting ours',
    kind: 'ordering',
    paperValue: 'the paper’s numbers were not found',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      const all = nets(rows);
      const dense = curve(all, 'dense');
      const peak = lastBeforeInterpolation(all);
      const widest = Math.max(...widthsIn(dense));
      const targets = targetsIn(all);
      const small = Math.max(...targets);
      const falls = (name: string, own: readonly Net[]) =>
        ordering(
          `${name}, width ${peak} - ${widest}`,
          pairedBySeed(ofWidth(own, peak), ofWidth(own, widest), error),
          this,
        );
      return allOf([
        ordering(
          `dense, width ${peak} - ${small}`,
          pairedBySeed(ofWidth(dense, peak), ofWidth(dense, small), error),
          this,
        ),
        falls('dense', dense),
        ...targets.map((target) =>
          falls(`pruned to the weights of width ${target}`, curve(all, target)),
        ),
      ]);
    },
  },
  {
    id: '7-networks-prune',
    statement:
      'The widest net, pruned to as many weights as a small dense net has and retrained, has a smaller test error than that small net, for every small net.',
    source: 'Neural-network figure; setting ours',
    kind: 'ordering',
    paperValue: 'the paper’s numbers were not found',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      const all = nets(rows);
      return beatsEvery(all, (target) => ofWidth(curve(all, 'dense'), target), this);
    },
  },
  {
    id: '7b-networks-equal-training',
    statement:
      'Control: the same against small dense nets that are trained for as long as large and pruned net together.',
    source: 'Not in the paper',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      const all = nets(rows);
      return beatsEvery(all, (target) => ofWidth(curve(all, target), target), this);
    },
  },
];
