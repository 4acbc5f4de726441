import { maskAtInit, type RunSpec } from '../../../src/index.js';
import { allArms, type Arm, arms, methods } from './arms.js';
import { densityAt, grid, type Scale, type Subject } from './scale.js';

/** Exponents at which masks are looked at; a pruner of many rounds starts anew for each. */
const ONE_SHOT = grid(0.25, 6);
const narrowest = { fc: grid(2, 4.25), conv: grid(3.5, 4.75) };

/** Masks of every arm at many compressions: where do layers, and where do paths, come to an end? */
export function collapseRuns({ seeds, plain, narrow, full, fullSeeds, ...rest }: Scale): RunSpec[] {
  const pruned = seeds.slice(0, rest.fullPrunedSeeds);
  return [
    ...seeds.flatMap((seed) => allArms.map((arm) => collapse('collapse', plain, arm, seed))),
    ...seeds.flatMap((seed) =>
      allArms.map((arm) => collapse('collapse-narrow', narrow, arm, seed, narrowest.conv)),
    ),
    ...seeds
      .slice(0, fullSeeds)
      .flatMap((seed) =>
        methods
          .filter((arm) => arm !== 'SynFlow')
          .map((arm) => collapse('collapse-full', full[0], arm, seed)),
      ),
    ...pruned.map((seed) => collapse('collapse-full', full[0], 'SynFlow', seed, [5.75, 6])),
  ];
}

function collapse(
  study: string,
  subject: Subject,
  arm: Arm,
  seed: number,
  rounds: readonly number[] = narrowest.fc,
): RunSpec {
  const exponents = 'iterations' in arms[arm] ? rounds : ONE_SHOT;
  return {
    experiment: maskAtInit,
    config: { ...subject, ...arms[arm], seed, densities: exponents.map(densityAt) },
    labels: { study, arm, seed, model: subject.model },
  };
}

/** What biases do to SynFlow: drawn as PyTorch does, at several sizes, counted as flow or not. */
export function biasRuns({ seeds, plain }: Scale): RunSpec[] {
  const pytorch = { weights: 'pytorch-default', biases: 'pytorch-default' };
  const settings: readonly (readonly [string, object])[] = [
    ['none', {}],
    ...[0.01, 0.1, 1].map(
      (biasScale) =>
        [`Kaiming, biases × ${biasScale}`, { biases: 'pytorch-default', biasScale }] as const,
    ),
    ['PyTorch’s defaults', pytorch],
    ['PyTorch’s defaults, biases left out', { ...pytorch, scorer: 'synflow-zero-offsets' }],
  ];
  const densities = narrowest.fc.map(densityAt);
  return seeds.flatMap((seed) =>
    settings.map(([arm, more]) => ({
      experiment: maskAtInit,
      config: { ...plain, ...arms.SynFlow, seed, densities, ...more },
      labels: { study: 'bias', arm, seed, model: plain.model },
    })),
  );
}
