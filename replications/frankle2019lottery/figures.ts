import { type Figure, lineWithBand, mean, numbers, type Row } from '../../src/index.js';
import { densityLabel, nearestRound } from './densities.js';
import { type Outcome, outcomes } from './outcomes.js';

const ARMS = ['ticket', 'reinit', 'one-shot', 'random'];

const byDensity = {
  x: {
    column: 'density',
    title: 'Density: weights remaining',
    scale: 'log',
    decreasing: true,
    percent: true,
  },
  group: 'arm',
  order: ARMS,
  unit: 'seed',
  band: 'interval',
  bars: 'range',
} as const;

/** The mean of the dense nets, drawn across a figure. */
function denseLevel(all: readonly Outcome[], value: (o: Outcome) => number) {
  const dense = all.filter((o) => o.round === 0).map(value);
  return { label: 'dense', value: mean(dense) };
}

/** A quantity of the finished nets against their density, one line per arm. */
function overDensity(
  rows: readonly Row[],
  column: 'earlyIteration' | 'earlyAccuracy' | 'finalAccuracy' | 'trainAccuracy',
  title: string,
): ReturnType<Figure['spec']> {
  const all = outcomes(rows);
  return lineWithBand(all, {
    ...byDensity,
    y: { column, title, ...(column === 'trainAccuracy' ? { max: 100 } : {}) },
    reference: denseLevel(all, (o) => o[column]),
  });
}

/** Densities whose training curves the paper draws (Figure 3). */
const CURVES = [1, 0.513, 0.211, 0.036];

/** The first twenty-fifth of training is left out of the curves: there accuracy rises from chance. */
const SHOWN_FROM = 1 / 25;

function trainingCurves(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const all = outcomes(rows);
  const rounds = CURVES.map((density) =>
    density === 1 ? 0 : nearestRound(all, ['ticket'], density),
  );
  const label = (round: number): string =>
    densityLabel(all.find((o) => o.arm === 'ticket' && o.round === round)!);
  const start = SHOWN_FROM * Math.max(...numbers(rows, 'iteration'));
  const points = rows
    .filter((row) => row.arm === 'ticket' && rounds.includes(Number(row.round)))
    .filter((row) => Number(row.iteration) >= start)
    .map((row) => ({
      density: label(Number(row.round)),
      seed: Number(row.seed),
      iteration: Number(row.iteration),
      accuracy: 100 * Number(row.testAccuracy),
    }));
  return lineWithBand(points, {
    x: { column: 'iteration', title: 'Training iterations' },
    y: { column: 'accuracy', title: 'Test accuracy (%)' },
    group: 'density',
    order: rounds.map(label),
    unit: 'seed',
    points: false,
  });
}

const SPREAD =
  'Lines are means over the seeds, shades 95 % intervals, bars the smallest and largest seed.';

/** The figures a to d of the replication. */
export const figures: readonly Figure[] = [
  {
    id: 'early-stop-iteration',
    title: 'When to stop: the iteration of minimum validation loss',
    caption: `The earlier, the faster a net learns. Left is dense, right is small. ${SPREAD}`,
    source: 'Figure 4a, left',
    spec: (rows) => overDensity(rows, 'earlyIteration', 'Early-stopping iteration'),
  },
  {
    id: 'early-stop-accuracy',
    title: 'Accuracy at early stopping',
    caption: `Test accuracy where the validation loss was smallest. ${SPREAD}`,
    source: 'Figure 4a, middle',
    spec: (rows) => overDensity(rows, 'earlyAccuracy', 'Test accuracy at early stopping (%)'),
  },
  {
    id: 'final-test-accuracy',
    title: 'Accuracy after the last iteration',
    caption: `Test accuracy at the end of training; read it beside the next figure. ${SPREAD}`,
    source: 'Figure 4b',
    spec: (rows) => overDensity(rows, 'finalAccuracy', 'Test accuracy at the end (%)'),
  },
  {
    id: 'final-train-accuracy',
    title: 'How well the training set is fitted',
    caption: `Accuracy on the training examples at the end of training. ${SPREAD}`,
    source: 'Figure 12',
    spec: (rows) => overDensity(rows, 'trainAccuracy', 'Training accuracy at the end (%)'),
  },
  {
    id: 'training-curves',
    title: 'Test accuracy while tickets of several sizes train',
    caption:
      'Tickets of the densities nearest to those in the paper. Lines are means over the seeds, shades 95 % intervals.',
    source: 'Figure 3',
    spec: trainingCurves,
  },
];
