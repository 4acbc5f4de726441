import { type Figure, lineWithBand, mean, type Row } from '../../../src/index.js';
import { type Critical, criticals, maxExponents, type Trained, trained } from '../measures.js';
import { AUTHORS_EXPONENTS, authorsAccuracy } from '../published.js';
import { allArms, methods } from '../runs/arms.js';

const SPREAD = 'Lines are means over the seeds, bands run from the smallest to the largest.';

const overCompression = {
  x: { column: 'compression', title: 'Compression ratio', scale: 'powers' },
  y: { column: 'accuracy', title: 'Test accuracy (%)', max: 100 },
  group: 'arm',
  unit: 'seed',
  band: 'range',
} as const;

function withCompression(nets: readonly Trained[]) {
  return nets.map((net) => ({ ...net, compression: 10 ** net.exponent }));
}

/** The dense nets, drawn across. */
function denseLevel(nets: readonly Trained[]) {
  const dense = nets.filter(({ arm }) => arm === 'dense').map(({ accuracy }) => accuracy);
  return { label: 'dense', value: mean(dense) };
}

function meanCritical(nets: readonly Critical[], arm: string): number {
  const own = nets.filter((net) => net.arm === arm).map(({ byLayer }) => byLayer);
  return mean(own);
}

function accuracyOfDenseLayers(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = trained(rows, 'accuracy');
  const collapsed = criticals(rows, 'collapse');
  const [most] = maxExponents(rows, 'collapse').values();
  return lineWithBand(withCompression(nets.filter(({ arm }) => arm !== 'dense')), {
    ...overCompression,
    order: methods,
    reference: denseLevel(nets),
    verticals: [
      ...methods.map((arm) => ({ group: arm, value: 10 ** meanCritical(collapsed, arm) })),
      { value: 10 ** most, label: 'one weight per layer' },
    ],
    height: 330,
  });
}

function accuracyOfVariants(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = trained(rows, 'accuracy');
  const shown = ['SNIP', 'SynFlow', 'SNIP, many rounds', 'SynFlow, 1 round'];
  return lineWithBand(withCompression(nets.filter(({ arm }) => shown.includes(arm))), {
    ...overCompression,
    order: allArms.filter((arm) => shown.includes(arm)),
    reference: denseLevel(nets),
  });
}

/** Authors’ panel that is nearest to our convolutions. */
const NEAREST = 'VGG-11, CIFAR-10';

function accuracyOfConvolutions(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = trained(rows, 'pictures');
  const arms = methods.filter((arm) => nets.some((net) => net.arm === arm));
  const exponents = new Set(nets.map(({ exponent }) => exponent));
  const points = arms
    .filter((arm) => !AMENDED.has(arm))
    .flatMap((arm) =>
      AUTHORS_EXPONENTS.flatMap((exponent, i) =>
        exponents.has(exponent) && exponent > 0
          ? [{ group: arm, x: 10 ** exponent, y: authorsAccuracy[NEAREST][arm][i] }]
          : [],
      ),
    );
  return lineWithBand(withCompression(nets.filter(({ arm }) => arm !== 'dense')), {
    ...overCompression,
    order: [...arms, 'smart ratios'],
    reference: denseLevel(nets),
    ...(points.length > 0 ? { published: { label: 'authors: full width', points } } : {}),
  });
}

/** Methods whose code the authors mended after these data were written. */
const AMENDED = new Set<string>(['SNIP', 'GraSP']);

function authorsPanels(): ReturnType<Figure['spec']> {
  const points = Object.entries(authorsAccuracy).flatMap(([panel, means]) =>
    Object.entries(means).flatMap(([arm, values]) =>
      values.map((accuracy, i) => ({
        panel,
        arm: AMENDED.has(arm) ? `${arm}*` : arm,
        compression: 10 ** AUTHORS_EXPONENTS[i],
        accuracy,
      })),
    ),
  );
  return lineWithBand(points, {
    x: { column: 'compression', title: 'Compression ratio', scale: 'powers' },
    y: { column: 'accuracy', title: 'Test accuracy (%), authors’ means of three runs' },
    group: 'arm',
    order: methods.map((arm) => (AMENDED.has(arm) ? `${arm}*` : arm)),
    facet: { column: 'panel', columns: 3, independent: true },
    height: 150,
  });
}

/** How many of the authors’ panels each method is alone at the top of. */
function timesBest(): ReturnType<Figure['spec']> {
  const panels = Object.values(authorsAccuracy);
  const counts = methods.flatMap((arm) =>
    AUTHORS_EXPONENTS.slice(1).map((exponent, i) => ({
      arm,
      compression: 10 ** exponent,
      best: panels.filter((means) =>
        methods.every((other) => other === arm || means[arm][i + 1] > means[other][i + 1]),
      ).length,
    })),
  );
  return lineWithBand(counts, {
    x: { column: 'compression', title: 'Compression ratio', scale: 'powers' },
    y: { column: 'best', title: `Panels (of ${panels.length}) where it is best` },
    group: 'arm',
    order: methods,
  });
}

/** Nets whose masks or weights were spoilt, beside those that were not. */
function sanity(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const changed = trained(rows, 'shuffled', 'reinitialised', 'corrupted');
  const exponents = new Set(changed.map(({ exponent }) => exponent));
  const methodsChanged = new Set(changed.map(({ arm }) => arm));
  const original = trained(rows, 'accuracy').filter(
    ({ arm, exponent }) => methodsChanged.has(arm) && exponents.has(exponent),
  );
  const names: Readonly<Record<string, string>> = {
    accuracy: 'as pruned',
    shuffled: 'mask shuffled',
    reinitialised: 'new weights',
    corrupted: 'spoilt data',
  };
  const nets = withCompression([...original, ...changed]).map((net) => ({
    ...net,
    change: names[net.study],
  }));
  return lineWithBand(nets, {
    ...overCompression,
    group: 'change',
    order: Object.values(names),
    facet: { column: 'arm', columns: 3, order: ['magnitude', 'SNIP', 'SynFlow'] },
    height: 200,
  });
}

/** Figures 1 and 6 of the paper, and what they leave out. */
export const accuracyFigures: readonly Figure[] = [
  {
    id: 'accuracy',
    title: 'Accuracy against compression, and where layers collapse',
    caption: `Dense layers on MNIST. Arrows mark the mean critical compression of each method, where it first empties a layer; the grey line is one weight per layer. ${SPREAD}`,
    source: 'Figure 1',
    spec: accuracyOfDenseLayers,
  },
  {
    id: 'accuracy-rounds',
    title: 'The same with the rounds exchanged',
    caption: `SNIP in as many rounds as SynFlow, SynFlow in one. ${SPREAD}`,
    source: 'Not in the paper',
    spec: accuracyOfVariants,
  },
  {
    id: 'accuracy-convolutions',
    title: 'Accuracy of convolutions',
    caption: `A narrow VGG-11 on part of CIFAR-10, trained for minutes where the authors trained for hours; so compare the order, not the height. Random masks with smart ratios are those of Su et al. (2020). ${SPREAD}`,
    source: 'Figure 6',
    spec: accuracyOfConvolutions,
  },
  {
    id: 'authors-panels',
    title: 'What the authors measured',
    caption:
      'From the data that their repository ships: best epoch on the test set, three runs. (*) The files were written before SNIP and GraSP were mended there, so those two are not the baselines of the final paper.',
    source: 'Figure 6',
    spec: authorsPanels,
  },
  {
    id: 'authors-best',
    title: 'In how many of the authors’ panels a method is best',
    caption:
      'Counted from the same data. “Best” means ahead of every other method, by however little; panels where two tie count for none.',
    source: 'Section 6: “consistently competes with or outperforms”',
    spec: timesBest,
  },
  {
    id: 'sanity',
    title: 'What is left when the mask forgets which weights it chose',
    caption: `If only the number of weights per layer mattered, all lines of a panel would lie on each other. ${SPREAD}`,
    source: 'Frankle et al. 2021; Su et al. 2020',
    spec: sanity,
  },
];
