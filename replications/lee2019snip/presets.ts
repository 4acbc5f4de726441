import {
  type Course,
  type Preset,
  type PresetName,
  type RunSpec,
  seedRange,
  type Step,
} from '../../src/index.js';
import * as runs from './runs.js';
import type { Scale } from './scale.js';

/** Looked at while the protocol was made, never used to confirm a claim. */
export const pilotSeeds = { mnist: [1001, 1002], glyphs: [1, 2, 3, 4] } as const;

/** A drop of the learning rate to a tenth. */
const dropAt = (at: Step): Course => ({ kind: 'milestones', at: [at], factor: 0.1 });

export const smoke: Scale = {
  seeds: seedRange(11, 20),
  plain: {
    dataset: 'glyphs-14',
    model: 'lenet-300-100',
    trainSize: 2000,
    duration: '10ep',
    learningRate: 0.1,
    course: dropAt('8ep'),
  },
  convolutional: {
    dataset: 'glyphs',
    model: 'lenet-5-caffe-w6',
    trainSize: 2000,
    duration: '10ep',
    learningRate: 0.02,
    course: dropAt('8ep'),
  },
  fitting: {
    dataset: 'glyphs-14',
    model: 'lenet-300-100',
    trainSize: 500,
    duration: '30ep',
    learningRate: 0.1,
    course: dropAt('20ep'),
  },
  recurrent: { dataset: 'glyphs-14', model: 'gru-24', trainSize: 4000, duration: '20ep' },
  plainByAdam: { dataset: 'glyphs-14', model: 'lenet-300-100', trainSize: 2000, duration: '20ep' },
  batches: [1, 10, 100, 1000],
};

export const course: Scale = {
  seeds: seedRange(1, 10),
  plain: {
    dataset: 'mnist',
    model: 'lenet-300-100',
    trainSize: 60_000,
    duration: '10ep',
    learningRate: 0.1,
    course: dropAt('8ep'),
  },
  convolutional: {
    dataset: 'mnist',
    model: 'lenet-5-caffe',
    trainSize: 60_000,
    duration: '3ep',
    learningRate: 0.02,
    course: dropAt('2ep'),
  },
  fitting: {
    dataset: 'mnist',
    model: 'lenet-5-caffe',
    trainSize: 1000,
    duration: '40ep',
    learningRate: 0.02,
    course: dropAt('30ep'),
  },
  recurrent: { dataset: 'mnist', model: 'gru-128', trainSize: 10_000, duration: '10ep' },
  plainByAdam: { dataset: 'mnist', model: 'lenet-300-100', trainSize: 60_000, duration: '10ep' },
  batches: [1, 10, 100, 1000, 10_000],
};

/** The paper’s 250,000 iterations, with a tenth of the learning rate after every 25,000. */
const mnist = {
  dataset: 'mnist',
  trainSize: 60_000,
  duration: '250000it',
  learningRate: 0.1,
  course: { kind: 'exponential', every: '25000it', factor: 0.1 },
} as const;

const paper: Scale = {
  seeds: seedRange(1, 20),
  plain: { ...mnist, model: 'lenet-300-100' },
  convolutional: { ...mnist, model: 'lenet-5-caffe', learningRate: 0.02 },
  fitting: { ...mnist, model: 'lenet-5-caffe', learningRate: 0.02 },
  recurrent: { dataset: 'mnist', model: 'gru-128', trainSize: 60_000, duration: '100ep' },
  plainByAdam: { dataset: 'mnist', model: 'lenet-300-100', trainSize: 60_000, duration: '100ep' },
  batches: [1, 10, 100, 1000, 10_000],
};

function preset(description: string, scale: Scale): Preset {
  return { description, seeds: scale.seeds, runs: allRuns(scale) };
}

/** Every run of a preset. */
export function allRuns(scale: Scale): RunSpec[] {
  return [
    ...runs.classRuns(scale),
    ...runs.plainRuns(scale),
    ...runs.batchRuns(scale),
    ...runs.convolutionalRuns(scale),
    ...runs.drawRuns(scale),
    ...runs.fittingRuns(scale),
  ];
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  smoke: preset('generated digits, small nets, 10 seeds', smoke),
  course: preset('MNIST, up to 60,000 training images, 400 to 6,000 iterations, 10 seeds', course),
  paper: preset('MNIST, 60,000 training images, 250,000 iterations, 20 seeds', paper),
};
