import {
  allOf,
  type Claim,
  equivalence,
  identity,
  nonInferior,
  ordering,
  pairedBySeed,
  type Row,
  spearman,
  trend,
  type Verdict,
} from '../../../src/index.js';
import { bySeed, type Condition, matching, type Pair, pairsOf } from '../measures.js';

/** Percentage points of test error below which two copies count as stable; the paper's number. */
export const STABLE = 2;

/** Percentage points that an unstable net must have at initialisation. */
const UNSTABLE = 5;

const instability = (pair: Pair): number => pair.instability;

const LENET = { study: 'LeNet', arm: 'dense' } as const;
const RESNET = { study: 'ResNet', arm: 'dense', clock: 'continue' } as const;

/** Pairs of one condition, in the order of the seeds. */
function pairsAt(rows: readonly Row[], condition: Partial<Condition>): Pair[] {
  return matching(pairsOf(rows), condition).sort((a, b) => a.seed - b.seed);
}

/** Two copies are stable: their mean instability is below the paper's 2 points, with confidence. */
export function isStable(label: string, pairs: readonly Pair[], unit: string): Verdict {
  const below = pairs.map((pair) => -pair.instability);
  return nonInferior(`minus the instability of ${label}`, below, { margin: STABLE, unit });
}

/** Steps from which copies of the dense ResNet were trained. */
function startsIn(pairs: readonly Pair[]): number[] {
  return [...new Set(matching(pairs, RESNET).map(({ k }) => k))].sort((a, b) => a - b);
}

/** Claims 1, 2, 3 and 7, and the two checks that an instrument of this kind needs. */
export const denseClaims: readonly Claim[] = [
  {
    id: '1a-lenet-stable',
    statement:
      'LeNet-300-100 is stable at initialisation: between two copies that differ in SGD’s noise alone, test error rises by less than 2 percentage points.',
    source: 'Instability of dense networks at initialisation',
    kind: 'equivalence',
    paperValue: 'below 2 points (stable at k = 0)',
    minimumEffect: STABLE,
    unit: 'pp',
    check(rows) {
      return isStable('LeNet at k = 0', pairsAt(rows, LENET), this.unit);
    },
  },
  {
    id: '1a-control',
    statement:
      'The instrument does see barriers: between LeNets from two different initialisations, test error rises by far more than 2 points (10 at the least).',
    source: 'Not in the paper: the positive control that its claim needs',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 10,
    unit: 'pp',
    check(rows) {
      const pairs = pairsAt(rows, { study: 'LeNet', arm: 'two inits' });
      return ordering('barrier between two initialisations', pairs.map(instability), this);
    },
  },
  {
    id: '1c-not-the-same-net',
    statement:
      'The two ends of every line are different nets: their weights are apart, and they disagree on some test images.',
    source:
      'Not in the paper: a check on the instrument (a public replication compared a net with itself)',
    kind: 'identity',
    paperValue: 'none',
    minimumEffect: 0,
    unit: 'lines of a net with itself',
    check(rows) {
      const pairs = pairsOf(rows);
      const same = pairs.map((pair) => (pair.distance > 0 && pair.disagreement > 0 ? 0 : 1));
      const cases = pairs.map(({ study, arm, k, clock, seed }) =>
        [study, arm, `k = ${k}`, clock, `seed ${seed}`].join(', '),
      );
      return identity('ends that are the same', same, { tolerance: 0, unit: this.unit, cases });
    },
  },
  {
    id: '1b-resnet-unstable',
    statement:
      'A residual network is not stable at initialisation: test error between two copies rises by more than 5 points, with either kind of running statistics.',
    source: 'Instability of dense networks at initialisation',
    kind: 'ordering',
    paperValue: 'error rises to the point of random guessing',
    minimumEffect: 0,
    unit: 'pp',
    check(rows) {
      const pairs = pairsAt(rows, { ...RESNET, k: 0 });
      const excess = (value: (pair: Pair) => number) => pairs.map((pair) => value(pair) - UNSTABLE);
      return allOf([
        ordering(`instability at k = 0, less ${UNSTABLE} pp`, excess(instability), this),
        ordering(
          `the same with interpolated statistics, less ${UNSTABLE} pp`,
          excess((pair) => pair.asInterpolated),
          this,
        ),
      ]);
    },
  },
  {
    id: '2-stable-early',
    statement:
      'It becomes stable early: the later the copies part, the less test error rises, and below 2 points from some step on.',
    source: 'Instability of dense networks by k',
    kind: 'trend',
    paperValue: 'ResNet-20 stable from iteration 2,000 (3 %), VGG-16 from 1,000 (1.5 %)',
    minimumEffect: 0.5,
    unit: 'rank correlation',
    check(rows) {
      const pairs = matching(pairsOf(rows), RESNET);
      const ks = startsIn(pairs);
      const last = ks[ks.length - 1];
      const [first, end] = [0, last].map((k) => pairsAt(rows, { ...RESNET, k }));
      const correlations = bySeed(
        pairs,
        (own) =>
          -spearman(
            own.map(({ k }) => k),
            own.map(instability),
          ),
      );
      return allOf([
        trend('minus the rank correlation of k and instability', correlations, this),
        ordering(
          `instability at k = 0 less that at k = ${last}`,
          pairedBySeed(first, end, instability),
          { minimumEffect: STABLE, unit: 'pp' },
        ),
        isStable(`ResNet at k = ${last}`, end, 'pp'),
      ]);
    },
  },
  {
    id: '3-state-not-clock',
    statement:
      'It is the state at step k that makes copies stable, not the fewer steps after it: trained for all steps from there, they are as stable, to 2 points.',
    source: 'Instability of dense networks, trained for all steps from k',
    kind: 'equivalence',
    paperValue: 'indistinguishable',
    minimumEffect: STABLE,
    unit: 'pp',
    check(rows) {
      const restarted = matching(pairsOf(rows), { ...RESNET, clock: 'restart' });
      const ks = [...new Set(restarted.map(({ k }) => k))].sort((a, b) => a - b);
      return allOf(
        ks.map((k) =>
          equivalence(
            `instability at k = ${k}: all steps - the remaining ones`,
            pairedBySeed(matching(restarted, { k }), pairsAt(rows, { ...RESNET, k }), instability),
            { margin: STABLE, unit: this.unit },
          ),
        ),
      );
    },
  },
  {
    id: '7-apart',
    statement:
      'Stable is not the same as close: stable copies are apart by a quarter or more of the way that each has come.',
    source: 'Appendices B and G',
    kind: 'ordering',
    paperValue:
      '25, 45, 27 and 28 % of the way, for four nets at the step at which they are stable',
    minimumEffect: 25,
    unit: '% of the way',
    check(rows) {
      const ks = startsIn(pairsOf(rows));
      const last = ks[ks.length - 1];
      const share = (pair: Pair): number => pair.share;
      return allOf([
        ordering('LeNet at k = 0', pairsAt(rows, LENET).map(share), this),
        ordering(`ResNet at k = ${last}`, pairsAt(rows, { ...RESNET, k: last }).map(share), this),
      ]);
    },
  },
];
