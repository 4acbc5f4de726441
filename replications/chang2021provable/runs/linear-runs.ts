import { linearPruning, randomFeatures, type RunSpec } from '../../../src/index.js';
import {
  type Gaussian,
  keptInFigures,
  type ProblemName,
  problems,
  type Scale,
  sizesUpTo,
  targetsFor,
} from './scale.js';

/** Models of every size, both problems, every scale: the figures. */
export function sweepRuns({ seeds, gaussian }: Scale): RunSpec[] {
  return seeds.flatMap((seed) =>
    gaussian.flatMap((size) => [
      run('sweep', 'spiked', size, keptInFigures(size), seed, {
        sizes: sizesUpTo(size),
      }),
      run('sweep', 'isotropic', size, keptInFigures(size), seed, {
        sizes: sizesUpTo(size),
        criteria: ['magnitude', 'oracle'], // the Hessian ranks as magnitude does
      }),
    ]),
  );
}

/** The small model that knows its features against the largest, pruned to the same size. */
export function comparisonRuns({ seeds, gaussian: [size] }: Scale): RunSpec[] {
  return seeds.flatMap((seed) =>
    targetsFor(size).flatMap((kept) => [
      run('comparison', 'spiked', size, kept, seed, { sizes: [kept, size.features] }),
      run('comparison', 'isotropic', size, kept, seed, {
        sizes: [kept, 2 * size.examples],
        criteria: ['oracle'],
      }),
    ]),
  );
}

/** Models on random ReLU features, of every size. */
export function featureRuns({ seeds, random }: Scale): RunSpec[] {
  const { draws, testExamples, kept, examples, features, inputs } = random;
  const config = {
    draws,
    testExamples,
    kept,
    examples,
    inputs,
    sizes: featureSizes(random),
  };
  return seeds.map((seed) => ({
    experiment: randomFeatures,
    config: { ...config, seed },
    labels: { study: 'features', problem: 'random features', examples, features, kept, seed },
  }));
}

function featureSizes({ examples: n, features, kept }: Scale['random']): number[] {
  const shares = [0.5, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4, 6];
  const sizes = shares.map((share) => Math.round(share * n));
  return [kept, ...sizes.filter((size) => size > kept && size < features), features];
}

function run(
  study: string,
  problem: ProblemName,
  { examples, features, draws }: Gaussian,
  kept: number,
  seed: number,
  more: object,
): RunSpec {
  const config = { ...problems[problem], examples, features, draws, kept, informative: kept };
  return {
    experiment: linearPruning,
    config: { ...config, seed, ...more },
    labels: { study, problem, examples, features, kept, seed },
  };
}
