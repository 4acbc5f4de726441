import { firstLayer, pruneAtInit, type RunSpec } from '../../src/index.js';
import type { Scale, SgdSubject } from './scale.js';

/** Densities of LeNet-300-100: 90, 95, 98 and 99 % of the weights pruned. */
export const DENSITIES = [0.1, 0.05, 0.02, 0.01] as const;

/** Densities of LeNet-5-Caffe: 98 and 99 % pruned. */
export const CONVOLUTIONAL_DENSITIES = [0.02, 0.01] as const;

/** Densities at which the scoring batch is varied: the paper’s, and one where more is at stake. */
export const BATCH_DENSITIES = [0.1, 0.02] as const;

/** The paper's scoring batch on MNIST. */
const scoring = { scoringSize: 100 };

/** Variance scaling as in the authors’ code, and SGD as in the paper. */
function settings(subject: SgdSubject): Record<string, unknown> {
  return {
    ...subject,
    evaluateEvery: subject.duration,
    weights: 'variance-scaling',
    optimizer: 'sgd',
    momentum: 0.9,
    weightDecay: 0.0005,
    ...scoring,
  };
}

/** Claim 1: SNIP, the same masks on newly drawn weights, and two controls, by density. */
export function plainRuns({ seeds, plain }: Scale): RunSpec[] {
  const base = settings(plain);
  return seeds.flatMap((seed) => [
    train('plain', 'dense', seed, 1, base),
    ...DENSITIES.flatMap((density) => [
      train('plain', 'SNIP', seed, density, { ...base, scorer: 'snip' }),
      train('plain', 'SNIP, new weights', seed, density, {
        ...base,
        scorer: 'snip',
        start: 'reinit',
      }),
      train('plain', 'random', seed, density, { ...base, scorer: 'random' }),
      train('plain', 'magnitude', seed, density, { ...base, scorer: 'magnitude' }),
    ]),
  ]);
}

/** Claim 2. */
export function convolutionalRuns({ seeds, convolutional }: Scale): RunSpec[] {
  const base = settings(convolutional);
  return seeds.flatMap((seed) => [
    train('convolutional', 'dense', seed, 1, base),
    ...CONVOLUTIONAL_DENSITIES.flatMap((density) =>
      ['SNIP', 'random'].map((arm) =>
        train('convolutional', arm, seed, density, { ...base, scorer: arm.toLowerCase() }),
      ),
    ),
  ]);
}

/** Claim 4: how many examples the scores are taken over. */
export function batchRuns({ seeds, plain, batches }: Scale): RunSpec[] {
  const base = { ...settings(plain), scorer: 'snip' };
  return seeds.flatMap((seed) =>
    BATCH_DENSITIES.flatMap((density) =>
      batches.map((scoringSize) => {
        const run = train('batch', 'SNIP', seed, density, { ...base, scoringSize });
        return { ...run, labels: { ...run.labels, examples: scoringSize } };
      }),
    ),
  );
}

/**
 * How first weights are drawn in claim 5: a random normal draw, which the paper says no more about,
 * with the deviation of TensorFlow’s default and with a tenth of it, and He’s variance scaling.
 */
export const DRAWS = {
  'normal, deviation 1': { weights: 'normal', deviation: 1 },
  'normal, deviation 0.1': { weights: 'normal', deviation: 0.1 },
  'variance scaling': { weights: 'variance-scaling-he' },
} as const;

/** Claim 5: a recurrent and a plain net, pruned to a tenth after either draw. */
export function drawRuns({ seeds, recurrent, plainByAdam }: Scale): RunSpec[] {
  const subjects = { 'draws-recurrent': recurrent, 'draws-plain': plainByAdam };
  return seeds.flatMap((seed) =>
    Object.entries(subjects).flatMap(([study, subject]) =>
      Object.entries(DRAWS).map(([arm, draw]) =>
        train(study, arm, seed, 0.1, {
          ...subject,
          ...draw,
          ...scoring,
          evaluateEvery: subject.duration,
          scorer: 'snip',
          optimizer: 'adam',
          learningRate: 0.001,
        }),
      ),
    ),
  );
}

/** Examples of one class that claim 6 scores by: one, as in the paper, or as many as elsewhere. */
export const CLASS_EXAMPLES = [1, 100] as const;

/** Claim 6: masks scored on one class only; the first seed keeps its maps for the figure. */
export function classRuns({ seeds, plain: { dataset, model } }: Scale): RunSpec[] {
  return seeds.flatMap((seed, i) =>
    CLASS_EXAMPLES.flatMap((examples) =>
      Array.from({ length: 10 }, (_, scored) => ({
        experiment: firstLayer,
        config: {
          dataset,
          model,
          seed,
          weights: 'variance-scaling',
          scorer: 'snip',
          density: 0.1,
          scoringClass: scored,
          scoringSize: examples,
          map: i === 0,
        },
        labels: { study: 'class', arm: 'SNIP', seed, scored, examples },
      })),
    ),
  );
}

/** Claim 7: who can fit labels that mean nothing? */
export function fittingRuns({ seeds, fitting }: Scale): RunSpec[] {
  const base = settings(fitting);
  return seeds.flatMap((seed) =>
    (['true', 'random'] as const).flatMap((labels) =>
      Object.entries({ dense: 1, SNIP: 0.01 }).map(([arm, density]) => {
        const more = arm === 'SNIP' ? { scorer: 'snip' } : {};
        const run = train('fitting', arm, seed, density, { ...base, labels, ...more });
        return { ...run, labels: { ...run.labels, labels } };
      }),
    ),
  );
}

function train(study: string, arm: string, seed: number, density: number, config: object): RunSpec {
  return {
    experiment: pruneAtInit,
    config: { ...config, seed, density },
    labels: { study, arm, seed, kept: density },
  };
}
