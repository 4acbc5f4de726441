import { type Figure, lineWithBand, numbers, type Row, scatter, strip } from '../../src/index.js';
import { STABLE } from './claims/dense.js';
import { MATCHING } from './claims/sparse.js';
import { errors, gapOf, matching, netsOf, pairsOf, subnetworksOf } from './measures.js';

const ARMS = ['IMP', 'reinit', 'random'];
const SPREAD = 'Lines are means over the seeds, shades 95 % intervals.';
const stableLevel = { label: `stable: ${STABLE} pp`, value: STABLE };

type Spec = ReturnType<Figure['spec']>;

/** One line of a figure of test error along alpha. */
interface Line {
  readonly label: string;
  readonly study: string;
  readonly arm: string;
  readonly column: 'testAccuracy' | 'reestimatedTestAccuracy';
}

const LINES: readonly Line[] = [
  { label: 'two copies', study: 'LeNet', arm: 'dense', column: 'testAccuracy' },
  { label: 'two initialisations', study: 'LeNet', arm: 'two inits', column: 'testAccuracy' },
  { label: 'two copies', study: 'ResNet', arm: 'dense', column: 'reestimatedTestAccuracy' },
  {
    label: 'statistics interpolated',
    study: 'ResNet',
    arm: 'dense',
    column: 'testAccuracy',
  },
];

function alongTheLine(rows: readonly Row[]): Spec {
  const points = LINES.flatMap(({ label, study, arm, column }) => {
    const own = rows.filter(
      (row) =>
        row.what === 'path' &&
        row.study === study &&
        row.arm === arm &&
        row.k === 0 &&
        row.clock === 'continue' &&
        row.round === 0,
    );
    const [alphas, seeds, error] = [
      numbers(own, 'alpha'),
      numbers(own, 'seed'),
      errors(own, column),
    ];
    return own.map((_, i) => ({ label, study, seed: seeds[i], alpha: alphas[i], error: error[i] }));
  });
  return lineWithBand(points, {
    x: { column: 'alpha', title: 'Position on the line (α)' },
    y: { column: 'error', title: 'Test error (%)' },
    group: 'label',
    order: [...new Set(LINES.map(({ label }) => label))],
    unit: 'seed',
    points: false,
    facet: { column: 'study', order: ['LeNet', 'ResNet'], independent: true },
  });
}

const CLOCKS = { continue: 'remaining steps', restart: 'all steps from there' } as const;

/** Where k = 0 is drawn on an axis of its own kind: one place per step, in order. */
function overSteps(rows: readonly Row[]): Spec {
  const dense = pairsOf(rows).filter(({ study, arm }) => study === 'ResNet' && arm === 'dense');
  const points = dense.flatMap((pair) => {
    const after = CLOCKS[pair.clock as keyof typeof CLOCKS];
    const interpolated = { arm: 'statistics interpolated', value: pair.asInterpolated };
    return [
      { arm: after, value: pair.instability },
      ...(pair.clock === 'continue' ? [interpolated] : []),
    ].map((each) => ({ ...each, k: pair.k, seed: pair.seed }));
  });
  return strip(points, {
    x: {
      column: 'k',
      title: 'Step k at which the copies part',
      order: [...new Set(points.map(({ k }) => k))].sort((a, b) => a - b),
    },
    y: { column: 'value', title: 'Instability (pp of test error)' },
    group: 'arm',
    order: [...Object.values(CLOCKS), 'statistics interpolated'],
    unit: 'seed',
    reference: stableLevel,
  });
}

const PANELS = ['instability (pp)', 'test error above dense (pp)'] as const;

function sparseOverSteps(rows: readonly Row[]): Spec {
  const points = subnetworksOf(rows)
    .filter(({ study }) => study === 'ResNet')
    .flatMap(({ arm, k, seed, instability, gap }) => [
      { arm, k, seed, panel: PANELS[0], value: instability },
      { arm, k, seed, panel: PANELS[1], value: gap },
    ]);
  return strip(points, {
    x: {
      column: 'k',
      title: 'Rewinding step k',
      order: [...new Set(points.map(({ k }) => k))].sort((a, b) => a - b),
    },
    y: { column: 'value', title: 'Percentage points' },
    group: 'arm',
    order: ARMS,
    unit: 'seed',
    facet: { column: 'panel', order: PANELS, independent: true },
    reference: [
      { ...stableLevel, panel: PANELS[0] },
      { label: `matching: ${MATCHING} pp`, value: MATCHING, panel: PANELS[1] },
    ],
  });
}

function stableAndMatching(rows: readonly Row[]): Spec {
  const points = subnetworksOf(rows)
    .filter(({ study }) => study === 'ResNet')
    .map(({ arm, k, instability, gap }) => ({
      arm: arm === 'IMP' ? `${arm}, k = ${k}` : arm,
      instability,
      gap,
    }));
  const tickets = new Set(points.map(({ arm }) => arm).filter((arm) => arm.startsWith('IMP')));
  return scatter(points, {
    x: { column: 'instability', title: 'Instability (pp)' },
    y: { column: 'gap', title: 'Test error above dense (pp)' },
    group: 'arm',
    order: [...tickets, 'reinit', 'random'],
  });
}

function ranges(rows: readonly Row[]): Spec {
  const nets = netsOf(rows);
  const ladder = matching(nets, { study: 'ResNet', copy: 0 }).filter(({ round }) => round > 0);
  const points = ladder.map((net) => ({
    arm: net.arm,
    seed: net.seed,
    density: net.density,
    gap: gapOf(nets, [net], net),
  }));
  return lineWithBand(points, {
    x: {
      column: 'density',
      title: 'Density: weights remaining',
      scale: 'log',
      decreasing: true,
      percent: true,
    },
    y: { column: 'gap', title: 'Test error above dense (pp)' },
    group: 'arm',
    order: ['IMP', 'random'],
    unit: 'seed',
    reference: { label: `matching: ${MATCHING} pp`, value: MATCHING },
  });
}

/** The figures a to d of the replication, and the ladder of claim 6. */
export const figures: readonly Figure[] = [
  {
    id: 'line',
    title: 'Test error on the straight line between two nets',
    caption: `Copies of LeNet that saw the same data in another order are joined by a flat line, copies of the ResNet by a mountain (higher still where batch normalisation’s statistics are interpolated like weights); so are LeNets of two initialisations, the control. α = 0 is one net, α = 1 the other. ${SPREAD}`,
    source: 'Error along the line, at initialisation',
    spec: alongTheLine,
  },
  {
    id: 'instability',
    title: 'Instability of the dense ResNet by the step at which its copies part',
    caption:
      'Highest test error on the line less the mean error of its ends, with batch normalisation’s statistics measured anew at every point, and (third colour) with statistics interpolated like weights. Every dot is a seed.',
    source: 'Instability by k, dense networks',
    spec: overSteps,
  },
  {
    id: 'subnetworks',
    title: 'Instability and error of the ResNet’s subnetworks by rewinding step',
    caption:
      'IMP: mask from iterative magnitude pruning, weights of step k. Reinit: the same mask, new weights. Random: as many weights chosen at random, weights of step k. Every dot is a seed.',
    source: 'Instability and error by k, subnetworks',
    spec: sparseOverSteps,
  },
  {
    id: 'stable-and-matching',
    title: 'Do subnetworks match where they are stable?',
    caption: `The ResNet’s: one dot for each seed, arm and rewinding step. Stable is left of ${STABLE} pp, matching below ${MATCHING} pp.`,
    source: 'Table 2',
    spec: stableAndMatching,
  },
  {
    id: 'ranges',
    title: 'Ranges of sparsity at the best rewinding step',
    caption: `Where random masks match the dense net, where only those of iterative magnitude pruning do, and where neither does. ${SPREAD}`,
    source: 'Figure 9',
    spec: ranges,
  },
];
