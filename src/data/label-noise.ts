import { unknownName, UserError } from '../errors.js';
import { permutation, type Rng } from '../math/rng.js';
import { type Dataset, makeDataset } from './dataset.js';
import { withoutTargets } from './relabel.js';

/** Labels of training pictures made wrong on purpose, once, before training. */
export interface LabelNoise {
  /**
   * - `uniform`: ceil(fraction * size) labels are drawn anew over all classes, so that one in
   *   `numClasses` comes out as it was;
   * - `symmetric`: each label becomes, with probability `fraction`, one of the others, all alike;
   * - `pair-flip`: each label c becomes, with probability `fraction`, c + 1 (the last becomes 0);
   * - `asymmetric`: labels become those of classes that look alike, by a table for the data set.
   */
  readonly kind: 'uniform' | 'symmetric' | 'pair-flip' | 'asymmetric';
  /** In [0, 1]. */
  readonly fraction: number;
}

/** What chance decides of label noise. */
export interface NoiseDraws {
  /** `count` labels drawn uniformly from the classes. */
  labels(count: number, numClasses: number): ArrayLike<number>;
  /** 0 to count - 1 in random order: of all examples, or of those of one class. */
  order(count: number, ofClass?: number): Int32Array;
  /** The new label of an example, by the probability of each. */
  label(example: number, probabilities: Float64Array): number;
}

/** The data set that labels belong to. */
type Source = Pick<Dataset, 'name' | 'labels' | 'numClasses'>;

const kinds: readonly LabelNoise['kind'][] = ['uniform', 'symmetric', 'pair-flip', 'asymmetric'];

/** What `asymmetric` turns a class into; a class that is not named stays. */
const confusions: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  mnist: { 2: 7, 3: 8, 5: 6, 6: 5 },
  'cifar-10': { 2: 0, 3: 5, 4: 7, 5: 3, 9: 1 },
  'cifar-100': Object.fromEntries(
    Array.from({ length: 100 }, (_, c) => [c, c - (c % 5) + ((c + 1) % 5)]),
  ),
};

/**
 * The same pictures with noise in their labels, as He et al. (2022) and the code they published add
 * it: once, to the training set, before a part of it is taken.
 *
 * `asymmetric` is 2 to 7, 3 to 8, 5 and 6 to each other on MNIST; truck to car, bird to plane, deer to
 * horse, cat and dog to each other on CIFAR-10, there for exactly ceil(fraction * size) of each of
 * these classes; and the next of five labels in CIFAR-100, 0 to 4, 5 to 9 and so on (which are not
 * its superclasses). The rest is decided label by label. All is drawn from `rng` alone; the authors'
 * code seeds generators of its own, for flips one per label, and by default the same in every
 * replicate. Throws as `checkLabelNoise`.
 */
export function addLabelNoise(data: Dataset, noise: LabelNoise, rng: Rng): Dataset {
  checkLabelNoise(noise, data.numClasses, data.name);
  return makeDataset({ ...withoutTargets(data), labels: noisyLabels(data, noise, drawsOf(rng)) });
}

/** Throws a `UserError` unless the noise is of a known kind that the data set can have. */
export function checkLabelNoise(
  { kind, fraction }: LabelNoise,
  numClasses: number,
  datasetName: string,
): void {
  if (!kinds.includes(kind)) throw unknownName('kind of label noise', kind, kinds);
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new UserError(
      `The fraction of noisy labels must be a number from 0 to 1, but is ${fraction}.`,
    );
  }
  if (kind === 'asymmetric' && confusionsOf(datasetName, numClasses) === undefined) {
    throw new UserError(
      "Label noise of kind 'asymmetric' needs to know which classes look alike, and knows it of " +
        `MNIST, CIFAR-10 and CIFAR-100, but the data set is '${datasetName}' with ${numClasses} ` +
        "classes. Use 'pair-flip' or 'symmetric'.",
    );
  }
}

/** The labels of `data` with checked noise, which is decided by `draws`. */
export function noisyLabels(data: Source, noise: LabelNoise, draws: NoiseDraws): Uint8Array {
  const { name, numClasses } = data;
  const { kind, fraction } = noise;
  if (kind === 'uniform') return redrawn(data, fraction, draws);
  if (kind === 'symmetric') return flipped(data, spread(numClasses, fraction), draws);
  const next = Object.fromEntries(
    Array.from({ length: numClasses }, (_, c) => [c, (c + 1) % numClasses]),
  );
  const target = kind === 'pair-flip' ? next : confusionsOf(name, numClasses)!;
  return target === confusions['cifar-10']
    ? counted(data, target, fraction, draws)
    : flipped(data, moved(numClasses, target, fraction), draws);
}

/** The share of the labels that differ between two versions of a data set. */
export function wrongFraction(
  before: Pick<Dataset, 'labels'>,
  after: Pick<Dataset, 'labels'>,
): number {
  const size = before.labels.length;
  if (after.labels.length !== size) {
    throw new UserError(
      `Labels are compared one by one, but there are ${size} before and ${after.labels.length} ` +
        'after: take the same examples of both.',
    );
  }
  return before.labels.filter((label, i) => label !== after.labels[i]).length / size;
}

function confusionsOf(
  name: string,
  numClasses: number,
): Readonly<Record<number, number>> | undefined {
  if (name.startsWith('cifar-100')) return numClasses === 100 ? confusions['cifar-100'] : undefined;
  const known = ['mnist', 'cifar-10'].find((start) => name.startsWith(start));
  return known !== undefined && numClasses === 10 ? confusions[known] : undefined;
}

function redrawn({ labels, numClasses }: Source, fraction: number, draws: NoiseDraws): Uint8Array {
  const noisy = labels.slice();
  const fresh = draws.labels(Math.ceil(labels.length * fraction), numClasses);
  const order = draws.order(labels.length);
  for (let i = 0; i < fresh.length; i++) noisy[order[i]] = fresh[i];
  return noisy;
}

/** Every label by itself; row c of `transitions` holds the probabilities of what c becomes. */
function flipped(
  { labels }: Source,
  transitions: readonly Float64Array[],
  draws: NoiseDraws,
): Uint8Array {
  return labels.map((label, i) => draws.label(i, transitions[label]));
}

/** The same share of every class that has a target. */
function counted(
  { labels, numClasses }: Source,
  target: Readonly<Record<number, number>>,
  fraction: number,
  draws: NoiseDraws,
): Uint8Array {
  const noisy = labels.slice();
  for (let c = 0; c < numClasses; c++) {
    if (!(c in target)) continue;
    const members = [...labels.keys()].filter((i) => labels[i] === c);
    const order = draws.order(members.length, c);
    const count = Math.ceil(members.length * fraction);
    for (const place of order.subarray(0, count)) noisy[members[place]] = target[c];
  }
  return noisy;
}

function spread(numClasses: number, fraction: number): Float64Array[] {
  return Array.from({ length: numClasses }, (_, c) =>
    new Float64Array(numClasses).fill(fraction / (numClasses - 1)).fill(1 - fraction, c, c + 1),
  );
}

function moved(
  numClasses: number,
  target: Readonly<Record<number, number>>,
  fraction: number,
): Float64Array[] {
  return Array.from({ length: numClasses }, (_, c) => {
    const row = new Float64Array(numClasses);
    row[c] = c in target ? 1 - fraction : 1;
    if (c in target) row[target[c]] = fraction;
    return row;
  });
}

function drawsOf(rng: Rng): NoiseDraws {
  return {
    labels: (count, numClasses) => Array.from({ length: count }, () => rng.below(numClasses)),
    order: (count) => permutation(count, rng),
    label: (_, probabilities) => {
      let left = rng.uniform();
      const chosen = probabilities.findIndex((p) => (left -= p) < 0);
      return chosen >= 0 ? chosen : probabilities.findLastIndex((p) => p > 0); // rounding left some
    },
  };
}
