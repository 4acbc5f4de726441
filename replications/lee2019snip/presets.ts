import type { Preset, PresetName, RunSpec } from '../../src/index.js';
import * as runs from './runs.js';
import type { Scale } from './scale.js';

const seeds = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Looked at while the protocol was made, never used to confirm a claim. */
export const pilotSeeds = { mnist: [1001, 1002], glyphs: [1, 2, 3, 4] } as const;

export const smoke: Scale = {
  seeds: seeds(11, 20),
  plain: {
    dataset: 'glyphs-14',
    model: 'lenet-300-100',
    trainSize: 2000,
    duration: '3ep',
    dropAt: '2ep',
  },
  convolutional: {
    dataset: 'glyphs',
    model: 'lenet-5-caffe-w6',
    trainSize: 1000,
    duration: '3ep',
    dropAt: '2ep',
  },
  fitting: {
    dataset: 'glyphs-14',
    model: 'lenet-300-100',
    trainSize: 500,
    duration: '30ep',
    dropAt: '20ep',
  },
  recurrent: {
    dataset: 'glyphs-14',
    model: 'gru-24',
    trainSize: 1000,
    duration: '4ep',
    dropAt: '3ep',
  },
  batches: [1, 10, 100, 1000],
};

export const course: Scale = {
  seeds: seeds(1, 10),
  plain: {
    dataset: 'mnist',
    model: 'lenet-300-100',
    trainSize: 20_000,
    duration: '5ep',
    dropAt: '4ep',
  },
  convolutional: {
    dataset: 'mnist',
    model: 'lenet-5-caffe',
    trainSize: 6000,
    duration: '5ep',
    dropAt: '4ep',
  },
  fitting: {
    dataset: 'mnist',
    model: 'lenet-5-caffe',
    trainSize: 2000,
    duration: '30ep',
    dropAt: '20ep',
  },
  recurrent: {
    dataset: 'mnist',
    model: 'gru-128',
    trainSize: 10_000,
    duration: '3ep',
    dropAt: '2ep',
  },
  batches: [1, 10, 100, 1000, 10_000],
};

const paper: Scale = {
  seeds: seeds(1, 20),
  plain: {
    dataset: 'mnist',
    model: 'lenet-300-100',
    trainSize: 60_000,
    duration: '417ep',
    dropAt: '42ep',
  },
  convolutional: {
    dataset: 'mnist',
    model: 'lenet-5-caffe',
    trainSize: 60_000,
    duration: '417ep',
    dropAt: '42ep',
  },
  fitting: {
    dataset: 'mnist',
    model: 'lenet-5-caffe',
    trainSize: 60_000,
    duration: '200ep',
    dropAt: '100ep',
  },
  recurrent: {
    dataset: 'mnist',
    model: 'gru-128',
    trainSize: 60_000,
    duration: '100ep',
    dropAt: '90ep',
  },
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
  course: preset('MNIST, 2,000 to 20,000 training images, up to 30 epochs, 10 seeds', course),
  paper: preset('MNIST, 60,000 training images, 250,000 iterations, 20 seeds', paper),
};
