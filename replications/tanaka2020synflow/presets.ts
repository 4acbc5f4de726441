import { type Preset, type PresetName, type RunSpec, seedRange } from '../../src/index.js';
import { biasRuns, collapseRuns } from './runs/collapse-runs.js';
import { grid, type Scale } from './runs/scale.js';
import { conservationRuns, scheduleRuns } from './runs/theory-runs.js';
import { accuracyRuns, driftRuns, pictureRuns, sanityRuns } from './runs/training-runs.js';

/**
 * Looked at while the protocol was made, never used to confirm a claim: 1001 and 1002 on MNIST and
 * CIFAR-10, 1 to 7 on the generated digits.
 */
export const pilotSeeds = { real: [1001, 1002], glyphs: [1, 2, 3, 4, 5, 6, 7] } as const;

const FC = 'mlp-100-100-100-100-100';

export const smoke: Scale = {
  seeds: seedRange(11, 20),
  rounds: 30,
  ends: { plain: grid(1.5, 3), narrow: [2.5, 2.75, 3], full: [3, 3.5] },
  sanityExponents: [0.5, 1],
  plain: { dataset: 'glyphs-14', model: 'mlp-30-30-30-30-30' },
  narrow: { dataset: 'glyphs', model: 'vgg-11-w2' },
  full: [
    { dataset: 'glyphs', model: 'vgg-16-w2' },
    { dataset: 'glyphs', model: 'resnet-18-w2' },
  ],
  fullSeeds: 6,
  fullPrunedSeeds: 2,
  exact: [
    { dataset: 'glyphs-14', model: 'mlp-30-30-30-30-30', biases: true, normalised: false },
    { dataset: 'glyphs-14', model: 'resnet-8-w2', biases: false, normalised: true },
  ],
  training: { trainSize: 2000, duration: '10ep' },
  pictures: {
    dataset: 'glyphs',
    model: 'vgg-11-w2',
    trainSize: 300,
    duration: '2ep',
    exponents: [0.5, 2],
    smartExponents: [0.5],
    arms: ['random', 'magnitude', 'SNIP', 'SynFlow'],
  },
  drift: { trainSize: 1000, duration: '10ep' },
};

export const course: Scale = {
  seeds: seedRange(1, 10),
  rounds: 100,
  ends: { plain: grid(2, 4.25), narrow: [4, 4.5, 4.75], full: [5.75, 6] },
  sanityExponents: [1, 1.5, 2],
  plain: { dataset: 'mnist', model: FC },
  narrow: { dataset: 'cifar-10', model: 'vgg-16-w16' },
  full: [
    { dataset: 'cifar-10', model: 'vgg-16' },
    { dataset: 'cifar-10', model: 'resnet-18' },
  ],
  fullSeeds: 6,
  fullPrunedSeeds: 3,
  exact: [
    { dataset: 'mnist', model: FC, biases: true, normalised: false },
    { dataset: 'cifar-10', model: 'vgg-11-w4', biases: true, normalised: true },
    { dataset: 'cifar-10', model: 'resnet-8-w4', biases: false, normalised: true },
  ],
  training: { trainSize: 20_000, duration: '10ep' },
  pictures: {
    dataset: 'cifar-10',
    model: 'vgg-11-w8',
    trainSize: 8000,
    duration: '8ep',
    exponents: [1, 1.5, 2],
    smartExponents: [1, 1.5, 2],
    arms: ['random', 'magnitude', 'SNIP', 'GraSP', 'SynFlow'],
  },
  drift: { trainSize: 20_000, duration: '10ep' },
};

/** Nets and trainings of the paper's size, as far as it states them. */
const paper: Scale = {
  ...course,
  narrow: { dataset: 'cifar-10', model: 'vgg-16' },
  fullSeeds: 10,
  fullPrunedSeeds: 10,
  training: { trainSize: 60_000, duration: '20ep' },
  pictures: {
    dataset: 'cifar-10',
    model: 'vgg-16',
    trainSize: 50_000,
    duration: '160ep',
    exponents: [0.5, 1, 1.5, 2, 2.5, 3],
    smartExponents: [1, 1.5, 2],
    arms: ['random', 'magnitude', 'SNIP', 'GraSP', 'SynFlow'],
  },
  drift: { trainSize: 60_000, duration: '100ep' },
};

/** Every run of a preset: first those that train nothing. */
export function allRuns(scale: Scale): RunSpec[] {
  return [
    ...conservationRuns(scale),
    ...collapseRuns(scale),
    ...biasRuns(scale),
    ...scheduleRuns(scale),
    ...accuracyRuns(scale),
    ...sanityRuns(scale),
    ...driftRuns(scale),
    ...pictureRuns(scale),
  ];
}

function preset(description: string, scale: Scale): Preset {
  return { description, seeds: scale.seeds, runs: allRuns(scale) };
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  smoke: preset('generated digits, small nets, 10 seeds', smoke),
  course: preset(
    'VGG-16 and ResNet-18 untrained; training on MNIST (20,000 images, 10 epochs) and CIFAR-10 (8,000 images, 8 epochs); 10 seeds',
    course,
  ),
  paper: preset('VGG-16 on CIFAR-10 for 160 epochs, MNIST for 20; 10 seeds', paper),
};
