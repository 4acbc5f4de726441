import { type Figure, lineWithBand, phaseSpans, type Row } from '../../../src/index.js';
import { ladderOf, meanDescent, type Net, netsIn, type Selection } from '../nets.js';
import { DIGITISED } from '../published.js';
import { density, SPREAD, testAccuracy } from './axes.js';

const SETS = ['training labels', 'test'] as const;

/** Both accuracies of each net, as rows of their own. */
function onBothSets(ladder: readonly Net[]) {
  return ladder.flatMap((net) => [
    { ...net, set: SETS[0], accuracy: net.train },
    { ...net, set: SETS[1], accuracy: net.test },
  ]);
}

const bothSets = {
  x: density,
  y: { column: 'accuracy', title: 'Accuracy (%)', max: 100 },
  group: 'set',
  order: SETS,
  unit: 'seed',
} as const;

/** Training and test accuracy over density, with the phases of the means shaded. */
function phases(rows: readonly Row[], selection: Selection): ReturnType<Figure['spec']> {
  const ladder = ladderOf(netsIn(rows), selection);
  const { levels, phases: found } = meanDescent(ladder);
  return lineWithBand(onBothSets(ladder), {
    ...bothSets,
    spans: phaseSpans(levels, found),
    height: 380,
  });
}

function besidePublished(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const ladder = ladderOf(netsIn(rows), { study: 'large' });
  return lineWithBand(onBothSets(ladder), {
    ...bothSets,
    published: {
      label: 'published (digitised)',
      points: DIGITISED.flatMap((level) => [
        { group: SETS[0], x: level.density, y: 100 * level.train },
        { group: SETS[1], x: level.density, y: 100 * level.test },
      ]),
    },
    height: 400,
  });
}

function byNoise(rows: readonly Row[]): ReturnType<Figure['spec']> {
  const nets = ['main', 'less noise', 'clean'].flatMap((study) =>
    ladderOf(netsIn(rows), { study }),
  );
  const name = (noise: number): string => `${100 * noise} % redrawn`;
  const noises = [...new Set(nets.map(({ noise }) => noise))].sort((a, b) => a - b);
  return lineWithBand(
    nets.map((net) => ({ ...net, labels: name(net.noise) })),
    { x: density, y: testAccuracy, group: 'labels', order: noises.map(name), unit: 'seed' },
  );
}

/** Where it is, and how it moves. */
export const descentFigures: readonly Figure[] = [
  {
    id: 'phases',
    title: 'Sparse double descent and its four phases',
    caption: `Tickets of LeNet-300-100, half of whose labels are redrawn. The phases are found by a rule from the mean test accuracy; training accuracy is on the noisy labels. ${SPREAD}`,
    source: 'Figures 1 (left) and 5',
    spec: (rows) => phases(rows, {}),
  },
  {
    id: 'published',
    title: 'The paper’s net, and the paper’s curve',
    caption: `The same on 28 × 28 pixels. The paper’s curve is read off its figure (to about 0.004); it is for 60,000 images with 20 % of the labels redrawn and 200 epochs, so only its shape can be compared: there is less noise to fit per weight, and accuracies are higher throughout. ${SPREAD}`,
    source: 'Figure 1 (left)',
    spec: besidePublished,
  },
  {
    id: 'noise',
    title: 'More noise, an earlier dip',
    caption: `Test accuracy of tickets by the share of labels that are redrawn. Without noise nothing dips. ${SPREAD}`,
    source: 'Figure 4',
    spec: byNoise,
  },
];
