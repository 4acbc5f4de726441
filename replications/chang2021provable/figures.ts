import { type Figure, groupBy, lineWithBand, type Row } from '../../src/index.js';
import { lastBeforeInterpolation } from './claims/networks.js';
import { type Fit, fits, firstScale } from './measures.js';
import { curve, nets, targetsIn } from './networks.js';
import { agreements, isComparable } from './theory.js';

/** What criteria are called in figures, in the order of their colours. */
const NAMES: Readonly<Record<string, string>> = {
  dense: 'not pruned',
  magnitude: 'magnitude',
  hessian: 'Hessian',
  oracle: 'oracle',
  random: 'random',
};

const PANELS: Readonly<Record<string, string>> = {
  spiked: 'Spiked covariance',
  isotropic: 'Isotropic covariance',
  'random features': 'Random ReLU features',
};

const overSize = {
  x: { column: 'ratio', title: 'Features of the model over examples, k / n', scale: 'log' },
  y: { column: 'risk', title: 'Test risk over var(y)', scale: 'log' },
} as const;

const PER_DRAW = 'Lines are geometric means over draws, shades their 95 % intervals.';

function point(fit: Fit) {
  return {
    panel: PANELS[fit.problem],
    group: NAMES[fit.criterion],
    unit: `${fit.seed}/${fit.draw}`,
    ratio: fit.size / fit.examples,
    risk: fit.risk,
  };
}

/** The first scale of the linear problems, and random features, but for sizes where nothing settles. */
function linearAndRandom(rows: readonly Row[]): Fit[] {
  return [...firstScale(fits(rows, 'sweep')), ...fits(rows, 'features')].filter(isComparable);
}

/** Lines at k = n and at k = s, where pruning starts. */
function marks(all: readonly Fit[]) {
  return groupBy(all, ['problem']).flatMap(([{ problem, kept, examples }]) => [
    { value: kept / examples, label: 'k = s', panel: PANELS[problem] },
    { value: 1, label: 'k = n', panel: PANELS[problem] },
  ]);
}

function descent(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const all = linearAndRandom(rows);
  return lineWithBand(all.map(point), {
    ...overSize,
    group: 'group',
    order: Object.values(NAMES).slice(0, 4),
    unit: 'unit',
    points: false,
    facet: { column: 'panel' },
    verticals: marks(all),
    height: 240,
  });
}

/** Pruned models that are or are not fitted again. */
function retraining(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const all = linearAndRandom(rows);
  const shown = all.filter(({ criterion }) => ['magnitude', 'hessian'].includes(criterion));
  const points = shown.flatMap((fit) => {
    const pruned = point(fit);
    const refitted = { ...pruned, group: `${pruned.group}, retrained`, risk: fit.retrained };
    return [pruned, refitted];
  });
  return lineWithBand(points, {
    ...overSize,
    group: 'group',
    order: ['not pruned', 'magnitude', 'Hessian', 'magnitude, retrained', 'Hessian, retrained'],
    unit: 'unit',
    points: false,
    facet: { column: 'panel' },
    verticals: marks(all),
    height: 240,
  });
}

/** Means of the simulation, and the formula. */
function formula(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const points = agreements(fits(rows, 'sweep')).map(({ fit, formula, simulated }) => ({
    panel: `${PANELS[fit.problem].split(' ')[0]}, n = ${fit.examples}`,
    group: NAMES[fit.criterion],
    ratio: fit.size / fit.examples,
    risk: simulated,
    formula,
  }));
  return lineWithBand(points, {
    ...overSize,
    group: 'group',
    order: Object.values(NAMES).slice(0, 4),
    band: 'none',
    facet: { column: 'panel', columns: 2 },
    verticals: [{ value: 1 }],
    height: 240,
    published: {
      label: 'formula',
      ours: 'simulated',
      points: points.map(({ panel, group, ratio, formula }) => ({
        panel,
        group,
        x: ratio,
        y: formula,
      })),
    },
  });
}

const TEST = 'Test error';
const TRAINING = 'Training error, noisy labels';

function networks(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const all = nets(rows);
  const curves = [
    { name: 'dense', own: curve(all, 'dense') },
    ...targetsIn(all).map((target) => ({
      name: `pruned to size ${target}`,
      own: curve(all, target),
    })),
  ];
  const points = curves.flatMap(({ name, own }) =>
    own.flatMap(({ seed, width, testError, trainError }) => [
      { panel: TEST, group: name, seed, width, error: testError },
      { panel: TRAINING, group: name, seed, width, error: trainError },
    ]),
  );
  const before = lastBeforeInterpolation(all);
  return lineWithBand(points, {
    x: { column: 'width', title: 'Width of the net', scale: 'log' },
    y: { column: 'error', title: 'Error (%)' },
    group: 'group',
    order: curves.map(({ name }) => name),
    unit: 'seed',
    facet: { column: 'panel', columns: 2 },
    verticals: [
      { value: before, panel: TEST },
      { value: before, label: 'about to interpolate', panel: TRAINING },
    ],
    height: 260,
  });
}

/** The figures of linear models, random features and nets. */
export const figures: readonly Figure[] = [
  {
    id: 'double-descent',
    title: 'The risk of pruned models descends twice',
    caption: `Every pruned model keeps s weights; only the model it is pruned from grows. Its risk peaks where that model starts to interpolate; at k = n itself single draws decide, and nothing is drawn. Where the variance marks informative features, the largest model pruned by the Hessian ends below the small model that knows them (k = s). ${PER_DRAW}`,
    source: 'Risk curves of linear and random-feature models; layout ours',
    spec: descent,
  },
  {
    id: 'formula',
    title: 'The formula and the simulation',
    caption:
      'Means of the risk over all draws, not retrained, and the asymptotic formula, at every size that is not within a tenth of k = n, where the mean does not settle (grey lines).',
    source: 'Theory curves over linear models; layout ours',
    spec: formula,
  },
  {
    id: 'retraining',
    title: 'Retraining hurts with independent features and helps with correlated ones',
    caption: `The same pruned models before and after the kept weights are fitted again. With equal variances Hessian pruning is magnitude pruning, so one of them is drawn. ${PER_DRAW}`,
    source: 'Retraining; layout ours',
    spec: retraining,
  },
  {
    id: 'networks',
    title: 'Nets of growing width, dense and pruned to the size of small ones',
    caption:
      'Nets “pruned to size 5” have as many weights as the dense net of width 5, whatever the width they are pruned from. A fifth of the training labels are drawn anew. Test errors are of true labels, training errors of the noisy ones. Lines are means over the seeds, shades 95 % intervals.',
    source: 'Neural-network figure; MLPs instead of ResNets',
    spec: networks,
  },
];
