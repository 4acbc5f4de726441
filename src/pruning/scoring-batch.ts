import type { Dataset } from '../data/dataset.js';
import { everyExample } from '../engine/examples.js';
import { UserError } from '../errors.js';
import { type Rng, shuffle } from '../math/rng.js';
import type { ScoringBatch } from './scorer.js';

export interface ScoringBatchOptions {
  /** So many examples of every class; this or `size`. */
  readonly perClass?: number;
  /** So many examples of whatever class they are; this or `perClass`. */
  readonly size?: number;
  /** The examples to draw from, as places in the data; all of them when left out. */
  readonly examples?: Int32Array;
  /** Whether a class may have no example in the batch; `error`, a refusal, when left out. */
  readonly missingClasses?: 'error' | 'allow';
}

/**
 * The examples that a scorer by gradients looks at, drawn without replacement, in random order.
 *
 * Throws a `UserError` that names the classes if a class has too few examples for `perClass`, or a
 * batch of `size` lacks a class. With `missingClasses: 'allow'` a class may have no example at all,
 * but some and not enough for `perClass` is still an error.
 */
export function drawScoringBatch(
  data: Dataset,
  { perClass, size, examples, missingClasses = 'error' }: ScoringBatchOptions,
  rng: Rng,
): ScoringBatch {
  const count = perClass ?? size;
  if (count === undefined || (perClass !== undefined && size !== undefined)) {
    throw new UserError(
      'A scoring batch needs either perClass or size, but got ' +
        `${count === undefined ? 'neither' : 'both'}.`,
    );
  }
  if (!Number.isInteger(count) || count < 1) {
    throw new UserError(
      `The ${perClass === undefined ? 'size' : 'perClass'} of a scoring batch must be a ` +
        `positive whole number, but is ${count}.`,
    );
  }
  const candidates = shuffle((examples ?? everyExample(data)).slice(), rng);
  const allow = missingClasses === 'allow';
  const drawn =
    perClass === undefined
      ? drawAny(data, candidates, count, allow)
      : drawOfEach(data, candidates, count, allow);
  return { data, examples: drawn };
}

function drawAny(
  data: Dataset,
  candidates: Int32Array,
  size: number,
  allowMissing: boolean,
): Int32Array {
  if (size > candidates.length) {
    throw new UserError(
      `A scoring batch of ${size} examples cannot be drawn from ${candidates.length} of ` +
        `${data.name}. Ask for fewer.`,
    );
  }
  const drawn = candidates.slice(0, size);
  const missing = classesWhere(countClasses(data, drawn), (count) => count === 0);
  if (missing.length > 0 && !allowMissing) {
    throw new UserError(
      `A scoring batch of ${size} examples of ${data.name} was drawn without any of class ` +
        `${missing.join(', ')}. Ask for perClass examples of every class, for a larger size, or set ` +
        "missingClasses to 'allow'.",
    );
  }
  return drawn;
}

function drawOfEach(
  data: Dataset,
  candidates: Int32Array,
  perClass: number,
  allowMissing: boolean,
): Int32Array {
  const available = countClasses(data, candidates);
  const short = classesWhere(
    available,
    (count) => count < perClass && !(allowMissing && count === 0),
  );
  if (short.length > 0) {
    const found = short.map((label) => `class ${label} has ${available[label]}`).join(', ');
    throw new UserError(
      `A scoring batch with ${perClass} examples of every class of ${data.name} cannot be drawn: ` +
        `${found}. Ask for fewer, or draw from more examples.`,
    );
  }
  const left = new Array<number>(data.numClasses).fill(perClass);
  return candidates.filter((example) => left[data.labels[example]]-- > 0);
}

function countClasses({ labels, numClasses }: Dataset, examples: Int32Array): number[] {
  const counts = new Array<number>(numClasses).fill(0);
  for (const example of examples) counts[labels[example]]++;
  return counts;
}

function classesWhere(counts: readonly number[], wanted: (count: number) => boolean): number[] {
  return counts.flatMap((count, label) => (wanted(count) ? [label] : []));
}
