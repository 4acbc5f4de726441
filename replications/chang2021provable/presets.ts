import { type Preset, type PresetName, type RunSpec, seedRange } from '../../src/index.js';
import { comparisonRuns, featureRuns, sweepRuns } from './runs/linear-runs.js';
import { networkRuns } from './runs/network-runs.js';
import type { Scale } from './runs/scale.js';

/**
 * Looked at while the protocol was made, never used to confirm a claim: of the sizes of `course` 1001
 * to 1012, of those of `smoke` 1 to 10.
 */
export const pilotSeeds = { course: seedRange(1001, 1012), smoke: seedRange(1, 10) } as const;

export const smoke: Scale = {
  seeds: seedRange(11, 20),
  gaussian: [{ examples: 60, features: 200, draws: 4 }],
  random: { inputs: 10, examples: 80, features: 600, kept: 20, draws: 4, testExamples: 500 },
  networks: {
    dataset: 'glyphs-14',
    family: 'mlp',
    trainSize: 600,
    duration: '40ep',
    learningRate: 0.05,
    batchSize: 50,
    widths: [3, 5, 8, 12, 20, 40, 100],
    targets: [3, 5],
  },
};

export const course: Scale = {
  seeds: seedRange(1, 10),
  gaussian: [
    { examples: 150, features: 500, draws: 10 },
    { examples: 300, features: 1000, draws: 5 },
  ],
  random: { inputs: 20, examples: 200, features: 1600, kept: 50, draws: 4, testExamples: 1000 },
  networks: {
    dataset: 'mnist-14',
    family: 'mlp',
    trainSize: 2000,
    duration: '100ep',
    learningRate: 0.05,
    batchSize: 100,
    widths: [5, 8, 10, 15, 20, 30, 50, 100, 200, 400],
    targets: [5, 8, 10],
  },
};

/** More draws, and convolutions on CIFAR-10; the paper's own settings were not found. */
const paper: Scale = {
  ...course,
  gaussian: [
    { examples: 150, features: 500, draws: 50 },
    { examples: 300, features: 1000, draws: 20 },
  ],
  random: { ...course.random, draws: 20, testExamples: 5000 },
  networks: {
    dataset: 'cifar-10',
    family: 'resnet-20',
    trainSize: 50_000,
    duration: '160ep',
    learningRate: 0.1,
    batchSize: 128,
    widths: [3, 5, 8, 10, 12, 14, 20, 24, 32, 48, 64],
    targets: [5, 8, 10],
  },
};

/** Every run of a preset: first those of linear models, which need no data set. */
export function allRuns(scale: Scale): RunSpec[] {
  return [
    ...sweepRuns(scale),
    ...comparisonRuns(scale),
    ...featureRuns(scale),
    ...networkRuns(scale),
  ];
}

function preset(description: string, scale: Scale): Preset {
  return { description, seeds: scale.seeds, runs: allRuns(scale) };
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  smoke: preset(
    'linear models on 60 examples of 200 features, 40 draws; small nets on generated digits; 10 seeds',
    smoke,
  ),
  course: preset(
    'linear models on 150 examples of 500 features, 100 draws, and twice that size; nets of one hidden layer on 2,000 MNIST digits at 14 × 14 with a fifth of the labels drawn anew; 10 seeds',
    course,
  ),
  paper: preset(
    'the same linear models with 500 draws; ResNet-20 of growing width on noisy CIFAR-10 for 160 epochs; 10 seeds',
    paper,
  ),
};
