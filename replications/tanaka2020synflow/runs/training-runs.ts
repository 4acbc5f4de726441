import { densityAtExponent, pruneAtInit, type RunSpec } from '../../../src/index.js';
import { allArms, armOf } from './arms.js';
import type { Scale } from './scale.js';

/** Compressions at which nets are trained. */
const EXPONENTS = [0.5, 1, 1.5, 2, 2.5, 3] as const;

/** Every arm at every compression, and the dense net. */
export function accuracyRuns({ seeds, plain, training, rounds }: Scale): RunSpec[] {
  return seeds.flatMap((seed) => [
    run('accuracy', 'dense', seed, 0, { ...plain, ...training }),
    ...allArms.flatMap((arm) =>
      EXPONENTS.map((exponent) =>
        run('accuracy', arm, seed, exponent, { ...plain, ...training, ...armOf(arm, rounds) }),
      ),
    ),
  ]);
}

/** The same masks shuffled within layers, or with other weights; scores of spoilt data. */
export function sanityRuns({ seeds, plain, training, rounds, sanityExponents }: Scale): RunSpec[] {
  const checked = ['magnitude', 'SNIP', 'SynFlow'] as const;
  const base = { ...plain, ...training };
  return seeds.flatMap((seed) =>
    sanityExponents.flatMap((exponent) => [
      ...checked.flatMap((arm) => [
        run('shuffled', arm, seed, exponent, {
          ...base,
          ...armOf(arm, rounds),
          control: 'shuffle',
        }),
        run('reinitialised', arm, seed, exponent, {
          ...base,
          ...armOf(arm, rounds),
          start: 'reinit',
        }),
      ]),
      run('corrupted', 'SNIP', seed, exponent, {
        ...base,
        scorer: 'snip',
        scoringData: 'corrupted',
      }),
    ]),
  );
}

/** The paper's methods on convolutions, and random masks with fixed shares for each layer. */
export function pictureRuns({ seeds, pictures, rounds }: Scale): RunSpec[] {
  const { arms: names, exponents, smartExponents, ...subject } = pictures;
  const base = {
    ...subject,
    optimizer: 'sgd',
    learningRate: 0.05,
    nesterov: true,
    weightDecay: 0.0001,
    course: { kind: 'cosine' },
    batchSize: 128,
    augment: { crop: 4, mirror: true },
    evaluateEvery: subject.duration,
  };
  return seeds.flatMap((seed) => [
    run('pictures', 'dense', seed, 0, base),
    ...names.flatMap((arm) =>
      exponents.map((exponent) =>
        run('pictures', arm, seed, exponent, { ...base, ...armOf(arm, rounds) }),
      ),
    ),
    ...smartExponents.map((exponent) =>
      run('pictures', 'smart ratios', seed, exponent, {
        ...base,
        scorer: 'random',
        scope: 'smart-ratios',
      }),
    ),
  ]);
}

/** Dense nets, trained slowly from Glorot’s draw: do squared weights come to obey conservation? */
export function driftRuns({ seeds, plain, drift }: Scale): RunSpec[] {
  return seeds.map((seed) =>
    run('drift', 'dense', seed, 0, {
      ...plain,
      ...drift,
      weights: 'glorot-normal',
      optimizer: 'sgd',
      learningRate: 0.001,
    }),
  );
}

function run(study: string, arm: string, seed: number, exponent: number, config: object): RunSpec {
  return {
    experiment: pruneAtInit,
    config: { ...config, seed, density: densityAtExponent(exponent) },
    labels: { study, arm, seed, exponent },
  };
}
