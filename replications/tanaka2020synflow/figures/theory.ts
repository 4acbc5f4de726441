import {
  type Figure,
  groupBy,
  layerProfile,
  lineWithBand,
  type Row,
  scatter,
  strip,
} from '../../../src/index.js';
import { criticals, exponentOf, maxExponents, ofStudy } from '../measures.js';
import { authorsCritical, authorsCut } from '../published.js';
import { allArms, methods } from '../runs/arms.js';

/** Compressions at which layers are shown. */
const SHOWN = [1, 2, 3, 4];

function layers(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const of = ofStudy(rows, 'collapse-narrow');
  const first = Math.min(...of.map(({ seed }) => Number(seed)));
  const remaining = of
    .filter(({ seed }) => seed === first)
    .map((row) => ({
      method: String(row.arm),
      layer: Number(row.place),
      exponent: exponentOf(Number(row.density)),
      density: Number(row.kept) / Number(row.size),
    }))
    .filter(({ method, exponent }) => method === 'SynFlow' || SHOWN.includes(exponent))
    .sort((a, b) => a.exponent - b.exponent)
    .map((row) => ({ ...row, compression: `10^${row.exponent}` }));
  return layerProfile(remaining, {
    layer: { column: 'layer', title: 'Layer, from input to output' },
    density: { column: 'density', title: 'Weights kept', scale: 'log' },
    series: {
      column: 'compression',
      title: 'Compression',
      order: [...new Set(remaining.map(({ compression }) => compression))],
    },
    facet: { column: 'method', columns: 3, order: [...methods] },
    height: 170,
  });
}

function unitFlow(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const units = ofStudy(rows, 'scores')
    .filter(({ kind }) => kind === 'unit')
    .map((row) => ({
      method: String(row.arm),
      into: Number(row.flowIn),
      out: Number(row.flowOut),
    }));
  return scatter(units, {
    x: { column: 'into', title: 'Score of what enters a unit', scale: 'symlog' },
    y: { column: 'out', title: 'Score of what leaves it', scale: 'symlog' },
    diagonal: true,
    facet: { column: 'method', columns: 3, order: [...methods], independent: true },
    height: 190,
  });
}

function averageScore(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const of = ofStudy(rows, 'scores').filter(({ kind }) => kind === 'layer');
  const first = Math.min(...of.map(({ seed }) => Number(seed)));
  const points = of
    .filter(({ seed, average }) => seed === first && Number(average) > 0)
    .map((row) => ({
      method: String(row.arm),
      inverse: 1 / Number(row.size),
      average: Number(row.average),
    }));
  return scatter(points, {
    x: { column: 'inverse', title: '1 / size of the layer', scale: 'powers' },
    y: { column: 'average', title: 'Average score', scale: 'powers' },
    fit: 'least squares',
    facet: { column: 'method', columns: 3, order: [...methods], independent: true },
    height: 190,
  });
}

function drift(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const points = ofStudy(rows, 'drift').map((row) => ({
    net: 'dense net',
    seed: Number(row.seed),
    iteration: Number(row.iteration),
    slope: Number(row.squareSlope),
  }));
  return lineWithBand(points, {
    x: { column: 'iteration', title: 'Training iterations' },
    y: { column: 'slope', title: 'Slope of mean squared weights on 1 / size' },
    group: 'net',
    unit: 'seed',
    band: 'range',
    reference: { label: 'conservation', value: 1 },
  });
}

function cut(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const runs = groupBy(
    ofStudy(rows, 'schedule').filter(({ exponent }) => exponent === 3),
    ['arm', 'rounds', 'seed'],
  ).map((rounds) => ({
    schedule: String(rounds[0].arm),
    rounds: Number(rounds[0].rounds),
    seed: Number(rounds[0].seed),
    cut: Math.max(...rounds.map(({ ratio }) => Number(ratio))),
  }));
  const points = Object.entries(authorsCut).flatMap(([group, values]) =>
    Object.entries(values).map(([x, y]) => ({ group, x: Number(x), y })),
  );
  return lineWithBand(runs, {
    x: { column: 'rounds', title: 'Rounds of pruning, to a compression of 10³' },
    y: { column: 'cut', title: 'Largest cut of a round over the flow', scale: 'log' },
    group: 'schedule',
    unit: 'seed',
    band: 'range',
    reference: { label: 'the whole flow', value: 1 },
    published: { label: 'authors: VGG-19', points },
  });
}

/** The arms under their own names. */
const METHODS = Object.fromEntries(allArms.map((arm) => [arm, arm]));

/** Critical compressions of a study, seed by seed, with the largest possible one. */
function criticalStrip(
  rows: readonly Row[],
  study: string,
  names: Readonly<Record<string, string>>,
  title: string,
) {
  const [most] = maxExponents(rows, study).values();
  const nets = criticals(rows, study).map(({ arm, seed, byLayer }) => ({
    arm: names[arm],
    seed,
    critical: 10 ** byLayer,
  }));
  return strip(nets, {
    x: { column: 'arm', title, order: Object.values(names) },
    y: { column: 'critical', title: 'Critical compression', scale: 'powers' },
    unit: 'seed',
    reference: { label: 'one weight per layer', value: 10 ** most },
    height: 340,
  });
}

/** How biases are drawn, and what that is called in the figure. */
const BIASES: Readonly<Record<string, string>> = {
  'no biases': 'none',
  'biases × 0.1': 'a tenth',
  biases: 'Kaiming weights',
  'PyTorch’s defaults': 'PyTorch',
  'PyTorch’s defaults, biases left out': 'PyTorch, left out',
};

/** Figures 2 to 5 and 7 of the paper, and what its critics asked. */
export const theoryFigures: readonly Figure[] = [
  {
    id: 'layers',
    title: 'Which layers are left',
    caption:
      'A narrow VGG-16, first seed. Crosses mark layers that have lost every weight. SynFlow is shown at larger compressions than the others.',
    source: 'Figure 2',
    spec: layers,
  },
  {
    id: 'unit-flow',
    title: 'What enters a unit leaves it',
    caption:
      'Scores of the weights that enter a unit against those that leave it, VGG-16 at full size, some units of every layer. On the diagonal, saliency is conserved.',
    source: 'Figure 3',
    spec: unitFlow,
  },
  {
    id: 'average-score',
    title: 'Large layers have small scores',
    caption: `Average score of each layer of VGG-16 against 1 / size, first seed. Slope 1 is conservation from layer to layer. In the authors’ data for VGG-19 the slopes are 1.000 (SynFlow), 1.022 (GraSP), 0.556 (SNIP), 0.201 (magnitude) and 0.001 (random).`,
    source: 'Figure 4',
    spec: averageScore,
  },
  {
    id: 'drift',
    title: 'Training moves squared weights towards conservation',
    caption:
      'Slope, log to log, over the layers of a dense net that is trained slowly. At 1, mean squared weights would be inversely proportional to size. Bands run over all seeds.',
    source: 'Figure 5b',
    spec: drift,
  },
  {
    id: 'cut',
    title: 'How much of the flow a round cuts',
    caption:
      'Below 1 no round can empty a layer (theorem 3). Narrow VGG-16; bands run over the seeds that were tried at each number of rounds.',
    source: 'Figure 7',
    spec: cut,
  },
  {
    id: 'rounds',
    title: 'How far each method prunes, in one round and in many',
    caption: `Dense layers, one dot per seed. On VGG-16 the authors report 10 to the power of ${authorsCritical.magnitude} (magnitude), ${authorsCritical.random} (random), ${authorsCritical.SNIP} (SNIP), ${authorsCritical.GraSP} (GraSP) and ${authorsCritical.SynFlow} (SynFlow).`,
    source: 'Figure 1; the rounds are not in the paper',
    spec: (rows) => criticalStrip(rows, 'collapse', METHODS, 'Method'),
  },
  {
    id: 'biases',
    title: 'Biases break the guarantee',
    caption:
      'SynFlow in many rounds on dense layers, one dot per seed. Biases as PyTorch draws them, at a tenth of that, or none, with He’s weights; then PyTorch’s weights and biases, and the same with the biases left out of the flow.',
    source: 'Not in the paper',
    spec: (rows) => criticalStrip(rows, 'bias', BIASES, 'Biases'),
  },
];
