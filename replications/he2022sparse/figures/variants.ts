import {
  type Figure,
  lineWithBand,
  phaseSpans,
  type Row,
  twinLines,
  type VerticalMark,
} from '../../../src/index.js';
import { at, ladderOf, meanDescent, type Net, netsIn } from '../nets.js';
import { density, SPREAD, testAccuracy } from './axes.js';

/** Test accuracy of some arms of the main study. */
function arms(rows: readonly Row[], order: readonly string[]): ReturnType<Figure['spec']> {
  const nets = netsIn(rows);
  const drawn = order.flatMap((arm) => ladderOf(nets, { arm }).map((net) => ({ ...net, arm })));
  return lineWithBand(drawn, { x: density, y: testAccuracy, group: 'arm', order, unit: 'seed' });
}

/** Where the mean over seeds is lowest, for each arm. */
function dipOf(ladder: readonly Net[], arm: string): VerticalMark[] {
  const { levels, phases } = meanDescent(ladder);
  return phases.critical === null ? [] : [{ group: arm, value: levels[phases.critical].density }];
}

function againstNewWeights(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = netsIn(rows);
  const order = ['ticket', 'reinit'];
  const ladders = order.map((arm) => ladderOf(nets, { arm }));
  return lineWithBand(
    ladders.flatMap((ladder, i) => ladder.map((net) => ({ ...net, arm: order[i] }))),
    {
      x: density,
      y: testAccuracy,
      group: 'arm',
      order,
      unit: 'seed',
      verticals: ladders.flatMap((ladder, i) => dipOf(ladder, order[i])),
    },
  );
}

function distance(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const ladder = ladderOf(netsIn(rows));
  const { levels, phases } = meanDescent(ladder);
  return twinLines(ladder, {
    x: density,
    left: testAccuracy,
    right: { column: 'distance', title: 'Learning distance' },
    unit: 'seed',
    spans: phaseSpans(levels, phases),
  });
}

function bestEpoch(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const ladder = ladderOf(netsIn(rows));
  const order = ['last epoch', 'best epoch'];
  const drawn = ladder.flatMap((net) => [
    { ...net, epoch: order[0] },
    { ...net, epoch: order[1], test: net.best },
  ]);
  return lineWithBand(drawn, { x: density, y: testAccuracy, group: 'epoch', order, unit: 'seed' });
}

/** Re-dense nets at the density of the ticket that they were, beside that ticket. */
function besideTickets(rows: readonly Row[]) {
  const nets = netsIn(rows);
  const tickets = ladderOf(nets);
  const redense = ladderOf(nets, { arm: 're-dense' });
  const rounds = new Set(redense.map(({ round }) => round));
  const densityAt = (round: number): number => at(tickets, round)[0].density;
  return [
    ...tickets.filter(({ round }) => rounds.has(round)),
    ...redense.map((net) => ({ ...net, density: densityAt(net.round) })),
  ];
}

const REDENSE_ORDER = ['ticket', 're-dense'];

function redense(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const x = { ...density, title: 'Density of the ticket' };
  const order = REDENSE_ORDER;
  return lineWithBand(besideTickets(rows), {
    x,
    y: testAccuracy,
    group: 'arm',
    order,
    unit: 'seed',
  });
}

function sharpness(rows: readonly Row[]): ReturnType<Figure['spec']> {
  return lineWithBand(besideTickets(rows), {
    x: { ...density, title: 'Density of the ticket' },
    y: { column: 'sharpness', title: 'Rise of the training loss (nats)' },
    group: 'arm',
    order: REDENSE_ORDER,
    unit: 'seed',
  });
}

const PICTURE_ARMS = ['ticket', 'learning-rate rewinding'];

function pictures(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = netsIn(rows);
  const drawn = PICTURE_ARMS.flatMap((arm) =>
    ladderOf(nets, { study: 'pictures', arm }).flatMap((net) => [
      { ...net, arm, set: 'Training labels', accuracy: net.train },
      { ...net, arm, set: 'Test', accuracy: net.test },
    ]),
  );
  return lineWithBand(drawn, {
    x: density,
    y: { column: 'accuracy', title: 'Accuracy (%)' },
    group: 'arm',
    order: PICTURE_ARMS,
    unit: 'seed',
    facet: { column: 'set', independent: true },
  });
}

/** What it withstands, and what goes with it. */
export const variantFigures: readonly Figure[] = [
  {
    id: 'criteria',
    title: 'Other criteria',
    caption: `Which weights go: the smallest (ticket), those with the smallest |w · gradient|, or any. Survivors go back to their first values. ${SPREAD}`,
    source: 'Figures 2 and 13',
    spec: (rows) => arms(rows, ['ticket', 'gradient', 'random']),
  },
  {
    id: 'retraining',
    title: 'Other ways to retrain',
    caption: `Survivors go back to their first values (ticket), keep their weights (fine-tuned; with a constant learning rate that is learning-rate rewinding, too), or everything is drawn anew at every level (scratch). ${SPREAD}`,
    source: 'Figures 3, 14 and 15',
    spec: (rows) => arms(rows, ['ticket', 'fine-tuned', 'scratch']),
  },
  {
    id: 'reinit',
    title: 'Tickets and the same masks with new weights',
    caption: `Arrows mark the minimum of each arm, by rule. With new weights the dip comes at lower sparsity, so between the dips new weights are far ahead. ${SPREAD}`,
    source: 'Figures 10, 33 and 34',
    spec: againstNewWeights,
  },
  {
    id: 'distance',
    title: 'Test accuracy and the distance from the first weights',
    caption: `Learning distance is that of all parameters from the first weights drawn for the net; pruned weights count as zero. The two turn at the same places: where test accuracy is lowest, training went farthest. ${SPREAD}`,
    source: 'Figure 9',
    spec: distance,
  },
  {
    id: 'best-epoch',
    title: 'What early stopping hides',
    caption: `Test accuracy after the last epoch, and at the best of its evaluations, which looks at the test set and is shown for that reason only. ${SPREAD}`,
    source: 'Figure 11',
    spec: bestEpoch,
  },
  {
    id: 'redense',
    title: 'Back to dense',
    caption: `Tickets, and what becomes of them when pruned weights come back as zeros and training goes on without a mask. ${SPREAD}`,
    source: 'Figures 6 and 7',
    spec: redense,
  },
  {
    id: 'sharpness',
    title: 'How sharp the minima are',
    caption: `How much the training loss rises on average when the weights move by a quarter of their norm, filter by filter, in a random direction; under a mask only survivors move. ${SPREAD}`,
    source: 'Figure 8',
    spec: sharpness,
  },
  {
    id: 'pictures',
    title: 'Convolutions',
    caption: `A small convolutional net on CIFAR-10 at 16 × 16 pixels, 30 % of whose labels are redrawn. ${SPREAD}`,
    source: 'Figures 1 (middle) and 3',
    spec: pictures,
  },
];
