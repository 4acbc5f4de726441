import { type Figure, heatmaps, lineWithBand, type Row, strip } from '../../src/index.js';
import {
  classMaps,
  otherCorrelation,
  ownCorrelation,
  pixelsOfMaps,
  sparsityLabel,
  trained,
} from './measures.js';
import { publishedBatchErrors, publishedDrawLevels, publishedErrors } from './published.js';
import { CLASS_EXAMPLES, type DRAWS } from './runs.js';

const ARMS = ['dense', 'SNIP', 'SNIP, new weights', 'magnitude', 'random'];
const NETS = { plain: 'LeNet-300-100', convolutional: 'LeNet-5-Caffe' } as const;

const error = { column: 'error', title: 'Test error (%)', scale: 'log' } as const;

/** Two nets side by side; the dense net is the point at 100 %. */
function errorByDensity(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = Object.entries(NETS).flatMap(([study, net]) =>
    trained(rows, study).map((each) => ({ ...each, net })),
  );
  return lineWithBand(nets, {
    x: {
      column: 'kept',
      title: 'Density: weights kept',
      scale: 'log',
      decreasing: true,
      percent: true,
    },
    y: error,
    group: 'arm',
    order: ARMS,
    unit: 'seed',
    facet: { column: 'net', columns: 2 },
    height: 280,
    published: { label: 'the paper’s', points: publishedErrors },
  });
}

function errorOfSeeds(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = trained(rows, 'plain').map((net) => ({ ...net, pruned: sparsityLabel(net.kept) }));
  const dense = nets.filter(({ arm }) => arm === 'dense');
  const level = dense.reduce((sum, net) => sum + net.error, 0) / dense.length;
  return strip(
    nets.filter(({ arm }) => arm !== 'dense'),
    {
      x: { column: 'pruned', title: 'Weights pruned' },
      y: error,
      group: 'arm',
      order: ARMS,
      unit: 'seed',
      reference: { label: 'dense', value: level },
    },
  );
}

/** For every digit that was scored, where the first layer still looks. */
function connectionMaps(rows: readonly Row[], examples: number): ReturnType<Figure['spec']> {
  const pixels = pixelsOfMaps(rows, examples);
  return heatmaps(pixels, {
    value: 'kept',
    title: 'Connections kept',
    rows: 1 + Math.max(...pixels.map(({ line }) => line)),
    columns: 1 + Math.max(...pixels.map(({ column }) => column)),
    facet: { column: 'scored', title: 'scored on', columns: 5 },
  });
}

function matchOfClasses(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const values = CLASS_EXAMPLES.flatMap((examples) =>
    classMaps(rows, examples).flatMap(({ seed, correlations }) => [
      { seed, examples, digit: 'the digit scored', correlation: ownCorrelation(correlations) },
      { seed, examples, digit: 'other digits', correlation: otherCorrelation(correlations) },
    ]),
  );
  return strip(values, {
    x: { column: 'examples', title: 'Examples of one digit that were scored' },
    y: { column: 'correlation', title: 'Correlation of map and mean picture' },
    group: 'digit',
    unit: 'seed',
    reference: { label: '0.5', value: 0.5 },
  });
}

function errorByBatch(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const label = (kept: number): string => `${sparsityLabel(kept)} pruned`;
  const nets = trained(rows, 'batch').map((net) => ({ ...net, pruned: label(net.kept) }));
  const points = Object.entries(publishedBatchErrors).map(([examples, y]) => ({
    group: label(0.1),
    x: Number(examples),
    y,
  }));
  return lineWithBand(nets, {
    x: { column: 'examples', title: 'Examples that the scores are taken over', scale: 'powers' },
    y: error,
    group: 'pruned',
    order: [label(0.1), label(0.02)],
    unit: 'seed',
    bars: 'range',
    published: { label: 'the paper’s', points },
  });
}

/** Names of draws that fit under a narrow panel. */
const shortDraws: Readonly<Record<string, string>> = {
  'normal, deviation 1': 'σ = 1',
  'normal, deviation 0.1': 'σ = 0.1',
  'variance scaling': 'scaled',
} satisfies Record<keyof typeof DRAWS, string>;

function errorByDraw(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = { 'draws-recurrent': 'GRU', 'draws-plain': 'LeNet-300-100' };
  const values = Object.entries(nets).flatMap(([study, net]) =>
    trained(rows, study).map((each) => ({ ...each, net, draw: shortDraws[each.arm] })),
  );
  return strip(values, {
    x: {
      column: 'draw',
      title: 'Draw of the weights: normal with deviation σ, or variance scaling',
      order: Object.values(shortDraws),
    },
    y: error,
    unit: 'seed',
    facet: { column: 'net', columns: 2 },
    height: 280,
    reference: publishedDrawLevels,
  });
}

function lossByLabels(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = trained(rows, 'fitting').map((net) => ({ ...net, labels: `${net.labels} labels` }));
  return strip(nets, {
    x: { column: 'labels', title: 'What was trained on', order: ['true labels', 'random labels'] },
    y: { column: 'trainLoss', title: 'Training loss at the end (nats)' },
    group: 'arm',
    order: ['dense', 'SNIP'],
    unit: 'seed',
    reference: { label: 'guessing', value: Math.LN10 },
  });
}

const SEEDS = 'One dot for each seed; before them the mean with its 95 % interval.';

/** One figure for each of the paper’s that is repeated, and what is behind it. */
export const figures: readonly Figure[] = [
  {
    id: 'error-density',
    title: 'Test error of nets pruned once, before training',
    caption:
      'Left is dense, right is small. Lines are means over the seeds, shades 95 % intervals; hollow points are the paper’s (Table 1), which trained far longer.',
    source: 'Figure 1 and Table 1',
    spec: errorByDensity,
  },
  {
    id: 'error-seeds',
    title: 'The same for LeNet-300-100, seed by seed',
    caption: SEEDS,
    source: 'Figure 1',
    spec: errorOfSeeds,
  },
  {
    id: 'class-maps',
    title: 'What the first layer still sees, scored on a hundred pictures of one digit',
    caption:
      'For every input pixel, how many of its connections are kept by a mask of density 10 %, with the weights of one seed.',
    source: 'Figure 2',
    spec: (rows) => connectionMaps(rows, 100),
  },
  {
    id: 'class-maps-single',
    title: 'The same, scored on a single picture',
    caption: 'Now a map shows the hand of one writer.',
    source: 'Figure 2',
    spec: (rows) => connectionMaps(rows, 1),
  },
  {
    id: 'class-match',
    title: 'How well maps match the digit that was scored',
    caption: `Means over the ten digits. ${SEEDS}`,
    source: 'Figure 2',
    spec: matchOfClasses,
  },
  {
    id: 'batch-size',
    title: 'Test error against the size of the scoring batch',
    caption:
      'Lines are means over the seeds, shades 95 % intervals, bars the smallest and largest seed; hollow points are the paper’s, for 90 % pruned.',
    source: 'Figure 3',
    spec: errorByBatch,
  },
  {
    id: 'draws',
    title: 'Test error by the draw of the weights, 90 % pruned',
    caption: `The paper does not say how wide its normal draw is. Dashed levels are the paper’s. ${SEEDS}`,
    source: 'Table 3',
    spec: errorByDraw,
  },
  {
    id: 'fitting',
    title: 'Fitting true and random labels, 99 % pruned and dense',
    caption: `At zero all labels are fitted; a net that learns nothing is at ln 10. ${SEEDS}`,
    source: 'Figure 4',
    spec: lossByLabels,
  },
];
