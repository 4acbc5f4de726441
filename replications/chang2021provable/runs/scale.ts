/** Two linear problems: in which the first features are marked by their variance, or by nothing. */
export const problems = {
  spiked: { variance: 25, coefficient: 1 },
  isotropic: { variance: 1, coefficient: 5 },
} as const;

export type ProblemName = keyof typeof problems;

/** The size of a linear Gaussian problem, and how often it is drawn with each seed. */
export interface Gaussian {
  readonly examples: number;
  readonly features: number;
  readonly draws: number;
}

/** A regression on random features. */
export interface RandomFeatureScale {
  readonly inputs: number;
  readonly examples: number;
  readonly features: number;
  readonly kept: number;
  readonly draws: number;
  readonly testExamples: number;
}

/** Nets of growing width, and how they are trained. */
export interface Networks {
  readonly dataset: string;
  /** An MLP of one hidden layer, or a ResNet-20 whose first layer has so many channels. */
  readonly family: 'mlp' | 'resnet-20';
  readonly trainSize: number;
  readonly duration: string;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Of the dense nets. */
  readonly widths: readonly number[];
  /** Widths whose number of weights is what wider nets are pruned to. */
  readonly targets: readonly number[];
}

/** How large the studies of a preset are. */
export interface Scale {
  readonly seeds: readonly number[];
  /** The first is used throughout, all of them for the figures and against the formula. */
  readonly gaussian: readonly Gaussian[];
  readonly random: RandomFeatureScale;
  readonly networks: Networks;
}

/** Numbers of features in the figures, in sixths of the number of examples. */
const SIXTHS = [1, 2, 3, 4, 4.8, 5.4, 6, 6.6, 7.2, 8, 9, 10, 12, 14, 16, 18, 20];

/** Numbers of features that models are fitted on: closer together near the number of examples. */
export function sizesUpTo({
  examples,
  features,
}: Pick<Gaussian, 'examples' | 'features'>): number[] {
  const sizes = SIXTHS.map((sixths) => Math.round((sixths * examples) / 6));
  return [...new Set([...sizes.filter((size) => size < features), features])];
}

/** What is kept in the figures: a third of the number of examples. */
export function keptInFigures({ examples }: Pick<Gaussian, 'examples'>): number {
  return Math.round(examples / 3);
}

/** Numbers of informative features, all of which are to be kept, in the comparison of small and large. */
export function targetsFor({ examples }: Pick<Gaussian, 'examples'>): number[] {
  return [1 / 6, 1 / 3, 1 / 2, 2 / 3, 5 / 6, 14 / 15].map((share) => Math.round(share * examples));
}
