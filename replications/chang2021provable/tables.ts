import { mean, type NumbersTable, type Row, tInterval } from '../../src/index.js';
import { groupedByTarget } from './claims/targets.js';
import { type Fit, fits, fitsAt, pairedByDraw, retrained, risk, sizesIn } from './measures.js';
import { predictedRisk } from './theory.js';

const three = (value: number): string => value.toFixed(3).replace('-', '−');

function average(group: readonly Fit[], value: (fit: Fit) => number): string {
  return three(mean(group.map(value)));
}

function comparisonLine(all: readonly Fit[]): string[] {
  const sizes = sizesIn(all);
  const large = sizes[sizes.length - 1];
  const small = fitsAt(all, sizes[0], 'dense');
  const hessian = fitsAt(all, large, 'hessian');
  const magnitude = fitsAt(all, large, 'magnitude');
  const differences = pairedByDraw(hessian, small, risk);
  const [low, high] = tInterval(differences);
  return [
    String(all[0].kept),
    `${average(small, risk)} (${three(predictedRisk(small[0]))})`,
    `${average(hessian, risk)} (${three(predictedRisk(hessian[0]))})`,
    `${three(mean(differences))} [${three(low)}, ${three(high)}]`,
    three(mean(pairedByDraw(hessian, hessian, retrained, risk))),
    three(mean(pairedByDraw(magnitude, hessian, risk))),
  ];
}

function featureLines(rows: readonly Row[]): string[][] {
  const all = fits(rows, 'features');
  const { kept, features } = all[0];
  const line = (name: string, size: number, criterion: string): string[] => {
    const own = fitsAt(all, size, criterion);
    return [name, average(own, risk), criterion === 'dense' ? '–' : average(own, retrained)];
  };
  return [
    line(`${kept} features`, kept, 'dense'),
    line(`${features} features, not pruned`, features, 'dense'),
    ...['magnitude', 'hessian', 'random'].map((criterion) =>
      line(`${features} features, ${kept} kept by ${criterion}`, features, criterion),
    ),
  ];
}

/** What the figures show, in numbers. */
export const tables: readonly NumbersTable[] = [
  {
    id: 'comparison',
    title: 'Small models against pruned large ones (spiked covariance)',
    caption:
      'Risk over var(y), means over draws; in brackets what the formula says. “Small” knows and sees only the s informative features. Differences are paired, with 95 % intervals.',
    source: 'Linear models; layout ours',
    columns: [
      's',
      'Small',
      'Large, pruned by Hessian',
      'Pruned - small',
      'Retrained - not',
      'Magnitude - Hessian',
    ],
    lines: (rows) => groupedByTarget(fits(rows, 'comparison', 'spiked')).map(comparisonLine),
  },
  {
    id: 'features',
    title: 'Random ReLU features',
    caption: 'Test risk over var(y), means over draws.',
    source: 'Random features; layout ours',
    columns: ['Model', 'Risk', 'Retrained'],
    lines: featureLines,
  },
];
