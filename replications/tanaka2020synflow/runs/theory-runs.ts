import {
  conservation,
  densityAtExponent,
  pruningRounds,
  type RunSpec,
} from '../../../src/index.js';
import { methods } from './arms.js';
import type { ExactSubject, Scale, Subject } from './scale.js';

/** Whose saliency flows, and what else differs, by what it is called. */
function exactArms({ biases, normalised }: ExactSubject): Record<string, object> {
  return {
    'synaptic flow': { saliency: 'synflow' },
    'random sum of outputs': { saliency: 'linear' },
    'squared outputs': { saliency: 'squared' },
    ...(biases ? { 'with biases': { saliency: 'linear', biases: 'pytorch-default' } } : {}),
    ...(normalised ? { 'batch statistics': { saliency: 'linear', mode: 'train' } } : {}),
  };
}

/** Seeds with which identities are checked: they hold for every net or not at all. */
const EXACT_SEEDS = 3;

/** Units of each layer that the figure of flows shows, for the first seed. */
const UNITS_SHOWN = 40;

/** What flows into every unit and out of it: in doubles in small nets, in floats at full size. */
export function conservationRuns({ seeds, exact, full, fullSeeds }: Scale): RunSpec[] {
  return [
    ...seeds
      .slice(0, EXACT_SEEDS)
      .flatMap((seed) =>
        exact.flatMap((subject) =>
          Object.entries(exactArms(subject)).map(([arm, config]) =>
            run('conservation', subject, arm, seed, { ...config, precision: 'float64' }),
          ),
        ),
      ),
    ...seeds.slice(0, fullSeeds).flatMap((seed, i) => [
      ...full.map((subject) =>
        run('conservation-full', subject, 'synaptic flow', seed, { saliency: 'synflow' }),
      ),
      ...methods.map((arm) =>
        run('scores', full[0], arm, seed, {
          saliency: 'scores',
          scorer: arm === 'GraSP' ? 'grasp-eval' : arm.toLowerCase(),
          units: i === 0 ? UNITS_SHOWN : 0,
        }),
      ),
    ]),
  ];
}

function run(study: string, subject: Subject, arm: string, seed: number, more: object): RunSpec {
  const { dataset, model } = subject;
  return {
    experiment: conservation,
    config: { dataset, model, seed, ...more },
    labels: { study, arm, seed, model },
  };
}

/** Rounds that are tried, as shares of the most, and compressions at which the most are. */
const shares = [0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
const EXPONENTS = [0.5, 1, 1.5, 2, 2.5] as const;

/** Seeds of the curves that are drawn but decide nothing. */
const DRAWN_SEEDS = 2;

/** How much of the flow each round cuts, by schedule and number of rounds. */
export function scheduleRuns({ seeds, narrow, rounds: most }: Scale): RunSpec[] {
  return (['exponential', 'linear'] as const).flatMap((schedule) => [
    ...seeds.map((seed) => pruned(narrow, schedule, most, 3, seed)),
    ...seeds
      .slice(0, DRAWN_SEEDS)
      .flatMap((seed) => [
        ...shares.map((share) =>
          pruned(narrow, schedule, Math.max(1, Math.round(share * most)), 3, seed),
        ),
        ...EXPONENTS.map((exponent) => pruned(narrow, schedule, most, exponent, seed)),
      ]),
  ]);
}

function pruned(
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
