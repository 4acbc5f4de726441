import type { Provenance, Row } from '../../src/experiment/experiment.js';
import { mean } from '../../src/math/statistics.js';
import { stream } from '../../src/math/rng.js';
import { lineWithBand } from '../../src/plot/line-with-band.js';
import { allOf } from '../../src/replication/judging/combine.js';
import { equivalence, nonInferior } from '../../src/replication/judging/judge-margin.js';
import { ordering } from '../../src/replication/judging/judge.js';
import type { Claim, Replication } from '../../src/replication/replication.js';

const DENSITIES = [1, 0.641, 0.411, 0.263, 0.169, 0.108, 0.0695, 0.045, 0.029, 0.0185];

/** Ten seeds of made-up accuracies that behave like a lottery-ticket sweep. */
export function fakeRows(): Row[] {
  const rng = stream(1, 'fake-rows');
  return Array.from({ length: 10 }).flatMap((_, seed) => {
    const base = 97.4 + 0.1 * rng.normal();
    return DENSITIES.flatMap((density, round) => {
      const size = -Math.log(density);
      const row = (arm: string, change: number, noise: number): Row => {
        const accuracy = base + change + noise * rng.normal();
        return { arm, seed, density, accuracy, iteration: Math.round(1500 - 180 * change) };
      };
      const ticket = row('ticket', 0.4 * size - 0.1 * size * size, 0.08);
      if (round % 2 === 0) return [ticket];
      return [
        ticket,
        row('reinit', -0.07 * size * size, 0.12),
        row('one-shot', 0.2 - 0.03 * size * size, 0.1),
        row('random', -0.12 * size * size, 0.12),
      ];
    });
  });
}

function accuracies(rows: readonly Row[], arm: string, density: number): number[] {
  return rows
    .filter((row) => row.arm === arm && row.density === density)
    .map((row) => row.accuracy as number);
}

/** Per seed, one arm at a density minus the other at a density of its own. */
function difference(
  rows: readonly Row[],
  arm: string,
  density: number,
  control: string,
  controlDensity = density,
): number[] {
  const controls = accuracies(rows, control, controlDensity);
  return accuracies(rows, arm, density).map((value, i) => value - controls[i]);
}

const common = { source: 'Section 2, Figure 4a', minimumEffect: 0.1, unit: 'pp' } as const;

const claims: readonly Claim[] = [
  {
    ...common,
    id: 'more-accurate',
    statement: 'A winning ticket of about 17 % density is more accurate than the dense net.',
    kind: 'ordering',
    paperValue: 'more than +0.3 pp at 13.5 %',
    check(rows) {
      return ordering(
        'ticket - dense at 16.9 %',
        difference(rows, 'ticket', 0.169, 'ticket', 1),
        this,
      );
    },
  },
  {
    ...common,
    id: 'initialisation-matters',
    statement:
      'With newly drawn weights the same sparse net is less accurate, and the more so the sparser.',
    kind: 'ordering',
    paperValue: '+0.5 pp at 21.1 %',
    check(rows) {
      return allOf(
        [0.263, 0.108, 0.045].map((d) =>
          ordering(
            `ticket - reinit at ${100 * d} %`,
            difference(rows, 'ticket', d, 'reinit'),
            this,
          ),
        ),
      );
    },
  },
  {
    ...common,
    id: 'one-shot-finds-more',
    statement: 'At 26 % density, one-shot pruning beats iterative pruning.',
    kind: 'ordering',
    paperValue: 'not claimed; a control that should fail',
    check(rows) {
      const differences = difference(rows, 'one-shot', 0.263, 'ticket');
      return ordering('one-shot - ticket at 26.3 %', differences, this);
    },
  },
  {
    ...common,
    id: 'dense-accuracy-returns',
    statement: 'At about 3 % density the ticket is as accurate as the dense net again.',
    kind: 'equivalence',
    paperValue: 'back to dense at 3.6 %',
    check(rows) {
      return equivalence(
        'ticket - dense at 1.85 %',
        difference(rows, 'ticket', 0.0185, 'ticket', 1),
        {
          margin: this.minimumEffect,
          unit: this.unit,
        },
      );
    },
  },
  {
    ...common,
    id: 'no-worse',
    statement: 'Down to 11 % density the ticket is not worse than the dense net.',
    kind: 'existence',
    paperValue: 'above dense for 3.6 % and more',
    unit: 'ln ratio',
    check(rows) {
      return nonInferior(
        'ticket - dense at 10.8 %',
        difference(rows, 'ticket', 0.108, 'ticket', 1),
        {
          margin: 0.1,
          unit: this.unit,
        },
      );
    },
  },
];

/** A replication as the report shows it, without anything to train. */
export const fakeReplication: Replication = {
  paper: {
    key: 'frankle2019lottery',
    title: 'The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks',
    authors: ['Jonathan Frankle', 'Michael Carbin'],
    venue: 'ICLR',
    year: 2019,
    url: 'https://arxiv.org/abs/1803.03635',
  },
  presets: {
    smoke: { description: 'Made-up digits.', seeds: [], runs: [] },
    course: {
      description: 'LeNet-300-100 on 15,000 digits of MNIST, 5,000 steps, ten seeds.',
      seeds: [],
      runs: [],
    },
    paper: { description: 'As in the paper.', seeds: [], runs: [] },
  },
  claims,
  figures: [
    {
      id: 'accuracy',
      title: 'Test accuracy while the net is pruned',
      caption:
        'Tickets stay above the dense net down to a few percent of the weights; the same nets with newly drawn weights fall below it early. Shade: 95 % interval of the mean over ten seeds.',
      source: 'Figure 4a, middle',
      spec: (rows) =>
        lineWithBand(rows, {
          x: {
            column: 'density',
            title: 'Weights kept (density)',
            scale: 'log',
            decreasing: true,
            percent: true,
          },
          y: { column: 'accuracy', title: 'Test accuracy at early stopping (%)' },
          group: 'arm',
          order: ['ticket', 'reinit', 'one-shot', 'random'],
          unit: 'seed',
          reference: { label: 'dense', value: mean(accuracies(rows, 'ticket', 1)) },
        }),
    },
    {
      id: 'iterations',
      title: 'Iterations until early stopping',
      caption: 'Bars: the fastest and the slowest of ten seeds.',
      source: 'Figure 4a, left',
      spec: (rows) =>
        lineWithBand(rows, {
          x: { column: 'density', title: 'Weights kept (density)', percent: true },
          y: { column: 'iteration', title: 'Iteration of the smallest validation loss' },
          group: 'arm',
          order: ['ticket', 'reinit', 'one-shot', 'random'],
          band: 'none',
          bars: 'range',
        }),
    },
  ],
  deviations: [
    '15,000 training images instead of 55,000, so that a seed takes minutes on two cores.',
    'Two of the paper’s pruning rounds at a time (`1 - 0.8 ** 2` of the weights).',
  ],
  discussion: {
    scope:
      'The paper claims that a dense net contains a sparse one that, trained alone from the same initial weights, reaches the accuracy of the whole.\n\nWe test the claims made for LeNet-300-100 on MNIST; those for convolutional nets are outside the scope of this preset.',
    methodology:
      'All arms of a seed share initial weights, order of examples and subset. Nothing was selected on the test set.',
    whatWasEasy: 'The algorithm is described completely in one box.',
    whatWasDifficult: 'The paper does not say how the input is normalised.',
    communication: 'None was needed.',
  },
};

/** What a run of the fake replication would say about itself. */
export const fakeProvenance: Provenance = {
  commit: 'd1193871c0ffee00d1193871c0ffee00d1193871',
  dirty: false,
  versions: { prunelab: '0.1.0', node: '20.19.0', v8: '11.3.244.8-node.26' },
  engine: { name: 'wasm', sha256: '3b1f0a' },
  device: 'A processor, linux x64',
  datasets: { mnist: 'a4f0c8d27f2b1a59b2fd1bd6f5a1c9f10b3de2a8f74c1d06a9f7b64ef6f0c2d1' },
  startedAt: '2025-01-02T03:04:05.000Z',
  seconds: 12.5,
  host: 'laboratory',
  launcher: 'local',
};
