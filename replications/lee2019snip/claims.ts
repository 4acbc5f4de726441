import {
  allOf,
  type Claim,
  equivalence,
  nonInferior,
  ordering,
  orderedTrend,
  pairedBySeed,
  type Row,
} from '../../src/index.js';
import { classMaps, sparsityLabel, type Trained, trained } from './measures.js';
import { BATCH_DENSITIES } from './runs.js';

/** Nets of an arm at a density. */
function at(all: readonly Trained[], arm: string, kept: number): Trained[] {
  return all.filter((net) => net.arm === arm && net.kept === kept);
}

/** The error of a control less that of an arm, per seed: positive is better. */
function gain(all: readonly Trained[], arm: string, control: string, kept: number): number[] {
  const controls = at(all, control, control === 'dense' ? 1 : kept);
  return pairedBySeed(controls, at(all, arm, kept), ({ error }) => error);
}

/** SNIP loses less than a margin against the dense net at some densities. */
function littleLoss(
  rows: readonly Row[],
  study: string,
  margins: Readonly<Record<number, number>>,
  { unit }: Claim,
) {
  const all = trained(rows, study);
  return allOf(
    Object.entries(margins).map(([kept, margin]) =>
      nonInferior(
        `SNIP against dense at ${sparsityLabel(Number(kept))} pruned`,
        gain(all, 'SNIP', 'dense', Number(kept)),
        { margin, unit },
      ),
    ),
  );
}

function aheadOfRandom(rows: readonly Row[], study: string, claim: Claim) {
  const all = trained(rows, study);
  return allOf(
    [0.02, 0.01].map((kept) =>
      ordering(
        `random - SNIP, error at ${sparsityLabel(kept)} pruned`,
        gain(all, 'SNIP', 'random', kept),
        claim,
      ),
    ),
  );
}

/** Claims 1, 2, 4, 5, 6 and 7 of the dossier’s list; minimum effects were fixed on the pilot seeds. */
export const claims: readonly Claim[] = [
  {
    id: '1-lenet-300-100',
    statement:
      'LeNet-300-100 pruned once before training by 90 and 95 % of its weights is hardly less accurate than the dense net.',
    source: 'Section 5.1, Table 1 and Figure 1',
    kind: 'equivalence',
    paperValue: 'error 1.6 % with 95 % pruned, 1.7 % dense',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'plain', { 0.1: 0.5, 0.05: 0.5 }, this);
    },
  },
  {
    id: '1b-lenet-300-100-extreme',
    statement: 'With 98 % pruned it loses less than 1.5 percentage points.',
    source: 'Section 5.1, Table 1',
    kind: 'equivalence',
    paperValue: 'error 2.4 % with 98 % pruned, 1.7 % dense',
    minimumEffect: 1.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'plain', { 0.02: 1.5 }, this);
    },
  },
  {
    id: '1c-control',
    statement: 'At 98 and 99 % pruned, SNIP is more accurate than random pruning (LeNet-300-100).',
    source: 'Not in the paper: the control that its claim needs',
    kind: 'ordering',
    paperValue: 'none',
    minimumEffect: 1,
    unit: 'pp',
    check(rows) {
      return aheadOfRandom(rows, 'plain', this);
    },
  },
  {
    id: '1d-new-weights',
    statement:
      'It does not matter whether the scored weights are trained or newly drawn ones under the same mask (LeNet-300-100, 90 to 98 % pruned).',
    source: 'The authors’ code, which draws anew; Frankle et al. 2021',
    kind: 'equivalence',
    paperValue: 'none',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      const all = trained(rows, 'plain');
      return allOf(
        [0.1, 0.05, 0.02].map((kept) =>
          equivalence(
            `kept - new weights at ${sparsityLabel(kept)} pruned`,
            pairedBySeed(
              at(all, 'SNIP', kept),
              at(all, 'SNIP, new weights', kept),
              ({ error }) => error,
            ),
            { margin: this.minimumEffect, unit: this.unit },
          ),
        ),
      );
    },
  },
  {
    id: '2-lenet-5-caffe',
    statement:
      'LeNet-5-Caffe pruned once before training by 98 and 99 % is hardly less accurate than the dense net.',
    source: 'Section 5.1, Table 1',
    kind: 'equivalence',
    paperValue: 'error 0.8 % with 98 % and 1.1 % with 99 % pruned, 0.9 % dense',
    minimumEffect: 0.5,
    unit: 'pp',
    check(rows) {
      return littleLoss(rows, 'convolutional', { 0.02: 0.5, 0.01: 1 }, this);
    },
  },
  {
    id: '4-batch',
    statement:
      'The more examples the scores are taken over, the smaller the error (LeNet-300-100, 90 and 98 % pruned; slope over the decades of batch size).',
    source: 'Section 5.4, Figure 3',
    kind: 'trend',
    paperValue:
      'error 1.94, 1.72, 1.64, 1.56, 1.40 % with 1, 10, 100, 1,000, 10,000 examples, 90 % pruned',
    minimumEffect: 0.05,
    unit: 'pp/decade',
    check(rows) {
      const all = trained(rows, 'batch');
      return allOf(
        BATCH_DENSITIES.map((kept) => {
          const sizes = sizesOf(all);
          const bySeed = seedsOf(all).map((seed) =>
            sizes.map(
              (size) =>
                -all.find((net) => net.seed === seed && net.kept === kept && net.examples === size)!
                  .error,
            ),
          );
          return orderedTrend(`accuracy at ${sparsityLabel(kept)} pruned`, bySeed, {
            ...this,
            positions: sizes.map((size) => Math.log10(size)),
          });
        }),
      );
    },
  },
  {
    id: '5-draw-recurrent',
    statement:
      'A recurrent net pruned by 90 % needs variance scaling: after a random normal draw its error is much larger (GRU, MNIST row by row).',
    source: 'Section 5.3, Table 3',
    kind: 'ordering',
    paperValue: 'GRU error 47.61 % (random normal) against 1.80 % (variance scaling, He)',
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
    statement: 'LeNet-300-100 does not: both draws give the same error.',
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
  {
    id: '6-class',
    statement:
      'Scored on one class only, the connections kept in the first layer draw that class: their map correlates more with its mean picture than with those of the others, and by more than 0.5.',
    source: 'Section 5.2, Figure 2',
    kind: 'ordering',
    paperValue: 'seen in pictures',
    minimumEffect: 0.1,
    unit: 'correlation',
    check(rows) {
      const own = (m: readonly (readonly number[])[]) => mean(m.map((row, i) => row[i]));
      const others = (m: readonly (readonly number[])[]) =>
        mean(m.flatMap((row, i) => row.filter((_, j) => j !== i)));
      const maps = classMaps(rows, 100);
      return allOf([
        ordering(
          'own class - other classes',
          maps.map(({ correlations }) => own(correlations) - others(correlations)),
          this,
        ),
        ordering(
          'own class - 0.5',
          maps.map(({ correlations }) => own(correlations) - 0.5),
          { minimumEffect: 0, unit: this.unit },
        ),
      ]);
    },
  },
  {
    id: '7-random-labels',
    statement:
      'A net pruned by 99 % fits true labels, but not random ones, which the dense net fits.',
    source: 'Section 5.5, Figure 4',
    kind: 'ordering',
    paperValue: 'training loss falls to zero for the dense net only (Figure 4)',
    minimumEffect: 0.5,
    unit: 'nats',
    check(rows) {
      const all = trained(rows, 'fitting');
      const loss = (arm: string, labels: string) =>
        all.filter((net) => net.arm === arm && net.labels === labels);
      const value = ({ trainLoss }: Trained): number => trainLoss;
      const gap = (labels: string) =>
        pairedBySeed(loss('SNIP', labels), loss('dense', labels), value);
      return allOf([
        ordering('random labels: training loss, SNIP - dense', gap('random'), this),
        equivalence('true labels: training loss, SNIP - dense', gap('true'), {
          margin: 0.1,
          unit: this.unit,
        }),
      ]);
    },
  },
];

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function sizesOf(all: readonly Trained[]): number[] {
  const sizes = all.flatMap(({ examples }) => (examples === null ? [] : [examples]));
  return [...new Set(sizes)].sort((a, b) => a - b);
}

function seedsOf(all: readonly Trained[]): number[] {
  return [...new Set(all.map(({ seed }) => seed))].sort((a, b) => a - b);
}

/** Error after the random normal draw less that after variance scaling. */
function drawDifferences(rows: readonly Row[], study: string): number[] {
  const all = trained(rows, study);
  return pairedBySeed(
    at(all, 'random normal', 0.1),
    at(all, 'variance scaling', 0.1),
    ({ error }) => error,
  );
}
