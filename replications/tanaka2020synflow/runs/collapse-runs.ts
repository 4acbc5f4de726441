import { densityAtExponent, maskAtInit, type RunSpec } from '../../../src/index.js';
import { allArms, type Arm, arms, methods } from './arms.js';
import { grid, type Scale, type Subject } from './scale.js';

/** Exponents at which masks of one round are looked at. */
const ONE_SHOT = grid(0.25, 6);

/** The same for pruners of many rounds, which start anew for each. */
const MANY_ROUNDS = grid(2, 4.25);
const NEAR_THE_END = [4, 4.5, 4.75];
const AT_THE_END = [5.75, 6];

/** Masks of every arm at many compressions: where do layers, and where do paths, come to an end? */
export function collapseRuns(scale: Scale): RunSpec[] {
  const { seeds, plain, narrow, full, fullPrunedSeeds } = scale;
  return [
    ...seeds.flatMap((seed) =>
      allArms.map((arm) => collapse('collapse', plain, arm, seed, MANY_ROUNDS)),
    ),
    ...seeds.flatMap((seed) =>
      methods.map((arm) => collapse('collapse-narrow', narrow, arm, seed, NEAR_THE_END)),
    ),
    ...seeds
      .slice(0, fullPrunedSeeds)
      .flatMap((seed) =>
        methods.map((arm) => collapse('collapse-full', full[0], arm, seed, AT_THE_END)),
      ),
  ];
}

function collapse(
  study: string,
  subject: Subject,
  arm: Arm,
  seed: number,
  manyRounds: readonly number[],
): RunSpec {
  const exponents = 'iterations' in arms[arm] ? manyRounds : ONE_SHOT;
  return {
    experiment: maskAtInit,
    config: { ...subject, ...arms[arm], seed, densities: exponents.map(densityAtExponent) },
    labels: { study, arm, seed, model: subject.model },
  };
}

/** Exponents at which nets with biases are pruned. */
const WITH_BIASES = [2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75, 4, 4.25];

/** What biases do to SynFlow: drawn as PyTorch does, at two sizes, counted as flow or not. */
export function biasRuns({ seeds, plain }: Scale): RunSpec[] {
  const pytorch = { weights: 'pytorch-default', biases: 'pytorch-default' };
  const settings = {
    'no biases': {},
    'biases × 0.1': { biases: 'pytorch-default', biasScale: 0.1 },
    biases: { biases: 'pytorch-default' },
    'PyTorch’s defaults': pytorch,
    'PyTorch’s defaults, biases left out': { ...pytorch, scorer: 'synflow-zero-offsets' },
  };
  const densities = WITH_BIASES.map(densityAtExponent);
  return seeds.flatMap((seed) =>
    Object.entries(settings).map(([arm, more]) => ({
      experiment: maskAtInit,
      config: { ...plain, ...arms.SynFlow, seed, densities, ...more },
      labels: { study: 'bias', arm, seed, model: plain.model },
    })),
  );
}
