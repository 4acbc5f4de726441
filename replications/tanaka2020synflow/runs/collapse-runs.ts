import { densityAtExponent, maskAtInit, type RunSpec } from '../../../src/index.js';
import { allArms, type Arm, armOf, methods, takesRounds } from './arms.js';
import { grid, type Scale, type Subject } from './scale.js';

/** Exponents at which masks of one round are looked at. */
const ONE_SHOT = grid(0.25, 6);

/** Masks of every arm at many compressions: where do layers, and where do paths, come to an end? */
export function collapseRuns(scale: Scale): RunSpec[] {
  const { seeds, plain, narrow, full, fullPrunedSeeds, rounds, ends } = scale;
  const collapse = (
    study: string,
    subject: Subject,
    arm: Arm,
    seed: number,
    many: readonly number[],
  ) => {
    const exponents = takesRounds(arm) ? many : ONE_SHOT;
    return {
      experiment: maskAtInit,
      config: {
        ...subject,
        ...armOf(arm, rounds),
        seed,
        densities: exponents.map(densityAtExponent),
      },
      labels: { study, arm, seed, model: subject.model },
    };
  };
  return [
    ...seeds.flatMap((seed) =>
      allArms.map((arm) => collapse('collapse', plain, arm, seed, ends.plain)),
    ),
    ...seeds.flatMap((seed) =>
      methods.map((arm) => collapse('collapse-narrow', narrow, arm, seed, ends.narrow)),
    ),
    ...seeds
      .slice(0, fullPrunedSeeds)
      .flatMap((seed) =>
        methods.map((arm) => collapse('collapse-full', full[0], arm, seed, ends.full)),
      ),
  ];
}

/** What biases do to SynFlow: drawn as PyTorch does, at two sizes, counted as flow or not. */
export function biasRuns({ seeds, plain, rounds, ends }: Scale): RunSpec[] {
  const pytorch = { weights: 'pytorch-default', biases: 'pytorch-default' };
  const settings = {
    'no biases': {},
    'biases × 0.1': { biases: 'pytorch-default', biasScale: 0.1 },
    biases: { biases: 'pytorch-default' },
    'PyTorch’s defaults': pytorch,
    'PyTorch’s defaults, biases left out': { ...pytorch, scorer: 'synflow-zero-offsets' },
  };
  const densities = ends.plain.map(densityAtExponent);
  return seeds.flatMap((seed) =>
    Object.entries(settings).map(([arm, more]) => ({
      experiment: maskAtInit,
      config: { ...plain, ...armOf('SynFlow', rounds), seed, densities, ...more },
      labels: { study: 'bias', arm, seed, model: plain.model },
    })),
  );
}
