import {
  conservation,
  densityAtExponent,
  pruningRounds,
  type RunSpec,
} from '../../../src/index.js';
import { methods } from './arms.js';
import type { Scale, Subject } from './scale.js';

/** Whose saliency flows, and what else differs, by what it is called. */
const exactArms = {
  'synaptic flow': { saliency: 'synflow' },
  'random sum of outputs': { saliency: 'linear' },
  'squared outputs': { saliency: 'squared' },
  'with biases': { saliency: 'linear', biases: 'pytorch-default' },
  'batch statistics': { saliency: 'linear', mode: 'train' },
} as const;

/** Seeds with which identities are checked: they hold for every net or not at all. */
const EXACT_SEEDS = 3;

/** What flows into every unit and out of it: in doubles in small nets, in floats at full size. */
export function conservationRuns({ seeds, exact, full, fullSeeds }: Scale): RunSpec[] {
  return [
    ...seeds
      .slice(0, EXACT_SEEDS)
      .flatMap((seed) =>
        exact.flatMap((subject) =>
          Object.entries(exactArms).map(([arm, config]) =>
            run('conservation', subject, arm, seed, { ...config, precision: 'float64' }),
          ),
        ),
      ),
    ...seeds.slice(0, fullSeeds).flatMap((seed, i) =>
      full.flatMap((subject, j) => [
        run('conservation-full', subject, 'synaptic flow', seed, { saliency: 'synflow' }),
        ...(j === 0 ? methods : []).map((arm) =>
          run('scores', subject, arm, seed, {
            saliency: 'scores',
            scorer: arm === 'GraSP' ? 'grasp-eval' : arm.toLowerCase(),
            units: i === 0 ? 40 : 0,
          }),
        ),
      ]),
    ),
  ];
}

function run(study: string, subject: Subject, arm: string, seed: number, more: object): RunSpec {
  return {
    experiment: conservation,
    config: { ...subject, seed, ...more },
    labels: { study, arm, seed, model: subject.model },
  };
}

/** Rounds of pruning that are tried, and compressions at which a hundred are. */
const ROUNDS = [1, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const;
const EXPONENTS = [0.5, 1, 1.5, 2, 2.5] as const;

/** Seeds of the curves that are drawn but decide nothing. */
const DRAWN_SEEDS = 2;

/** How much of the flow each round cuts, by schedule and number of rounds. */
export function scheduleRuns({ seeds, narrow }: Scale): RunSpec[] {
  return (['exponential', 'linear'] as const).flatMap((schedule) => [
    ...seeds.map((seed) => rounds(narrow, schedule, 100, 3, seed)),
    ...seeds
      .slice(0, DRAWN_SEEDS)
      .flatMap((seed) => [
        ...ROUNDS.map((count) => rounds(narrow, schedule, count, 3, seed)),
        ...EXPONENTS.map((exponent) => rounds(narrow, schedule, 100, exponent, seed)),
      ]),
  ]);
}

function rounds(
  subject: Subject,
  schedule: 'exponential' | 'linear',
  iterations: number,
  exponent: number,
  seed: number,
): RunSpec {
  const density = densityAtExponent(exponent);
  return {
    experiment: pruningRounds,
    config: { ...subject, scorer: 'synflow', seed, schedule, iterations, density },
    labels: {
      study: 'schedule',
      arm: schedule,
      seed,
      rounds: iterations,
      exponent,
      model: subject.model,
    },
  };
}
