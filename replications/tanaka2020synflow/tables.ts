import type { NumbersTable, Row } from '../../src/index.js';
import { type Critical, criticals, maxExponents } from './measures.js';
import { authorsCritical } from './published.js';
import { allArms, type Arm } from './runs/arms.js';

/** Studies of collapse by what their net is called. */
const STUDIES = {
  collapse: 'dense layers',
  'collapse-narrow': 'narrow VGG-16',
  'collapse-full': 'VGG-16',
} as const;

const BIASES = ['biases', 'PyTorch’s defaults', 'PyTorch’s defaults, biases left out'];

/** `2.25 to 2.5`: the smallest and largest of some exponents. */
function range(exponents: readonly number[]): string {
  if (exponents.length === 0) return '–';
  const [low, high] = [Math.min(...exponents), Math.max(...exponents)].map((a) => a.toFixed(2));
  return low === high ? low : `${low} to ${high}`;
}

function line(name: string, nets: readonly Critical[], authors: string): string[] {
  return [
    name,
    String(nets.length),
    range(nets.map(({ byLayer }) => byLayer)),
    range(nets.map(({ byPath }) => byPath)),
    authors,
  ];
}

function lines(rows: readonly Row[]): string[][] {
  const collapse = Object.entries(STUDIES).flatMap(([study, label]) => {
    const all = criticals(rows, study);
    const most = maxExponents(rows, study);
    return [
      ...allArms
        .filter((arm) => all.some((net) => net.arm === arm))
        .map((arm) => {
          const nets = all.filter((net) => net.arm === arm);
          const authors = study === 'collapse-full' ? authorsOf(arm) : '';
          return line(`${label}: ${arm}`, nets, authors);
        }),
      ...[...most.values()].map((exponent) => [
        `${label}: one weight per layer`,
        '',
        exponent.toFixed(2),
        '',
        study === 'collapse-full' ? '6.02' : '',
      ]),
    ];
  });
  const bias = criticals(rows, 'bias');
  return [
    ...collapse,
    ...BIASES.map((arm) =>
      line(
        `dense layers: SynFlow, ${arm}`,
        bias.filter((net) => net.arm === arm),
        '',
      ),
    ),
  ];
}

function authorsOf(arm: Arm): string {
  if (!(arm in authorsCritical)) return '';
  return authorsCritical[arm as keyof typeof authorsCritical].toFixed(2);
}

/** Critical compressions, measured and published. */
export const tables: readonly NumbersTable[] = [
  {
    id: 'critical',
    title: 'Critical compressions (log10)',
    caption:
      'The largest compression, on a grid of a quarter of a decade, up to which no layer is empty and up to which some path leads from input to output: smallest and largest over the seeds. Methods in many rounds are tried only at the upper end of the grid, which is why theirs can be as large as the last step of it and no larger. The authors’ numbers are means of three runs on VGG-16 and CIFAR-100.',
    source: 'Figure 1',
    columns: ['Net and method', 'Seeds', 'By layer', 'By path', 'Authors'],
    lines,
  },
];
