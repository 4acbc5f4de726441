import { createHash } from 'node:crypto';
import { UserError } from '../errors.js';

/** Labelled images, all of them in memory and shared between workers without copying. */
export interface Dataset {
  /** The name in the register, for example `mnist`. */
  readonly name: string;
  readonly split: 'train' | 'test';
  /**
   * [size, channels, height, width]. Bytes are pixels and are standardised as they are fed to a
   * network; floats are fed as they are.
   */
  readonly images: Uint8Array | Float32Array;
  /** [size], each in [0, numClasses). */
  readonly labels: Uint8Array;
  /**
   * [size, numClasses]: what losses other than cross-entropy compare outputs with. The labels as
   * one-hot rows when left out.
   */
  readonly targets?: Float32Array;
  /** [channels, height, width]. */
  readonly shape: readonly [number, number, number];
  readonly numClasses: number;
  readonly size: number;
  /** Per channel, of pixels scaled to [0, 1]: a byte p is fed as (p / 255 - mean) / deviation. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** sha256 of the images followed by the labels (and targets); goes into the provenance of every run. */
  readonly sha256: string;
}

/** A train and a test split that belong together. */
export interface DatasetPair {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** `length` zero bytes that worker threads share without copying. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

/**
 * A data set of the given images and labels, its size and checksum filled in.
 *
 * Images and labels that are not in shared memory yet are copied there. Throws a `UserError` if
 * the lengths do not fit together, a label is out of range, or a deviation is not positive.
 */
export function makeDataset(parts: Omit<Dataset, 'size' | 'sha256'>): Dataset {
  checkParts(parts);
  const images = shared(parts.images);
  const labels = shared(parts.labels) as Uint8Array;
  const hash = createHash('sha256').update(images).update(labels);
  if (parts.targets !== undefined) hash.update(parts.targets);
  return { ...parts, images, labels, size: labels.length, sha256: hash.digest('hex') };
}

/** How many examples of each class there are. */
export function classCounts({ labels, numClasses }: Dataset): number[] {
  const counts = new Array<number>(numClasses).fill(0);
  for (const label of labels) counts[label]++;
  return counts;
}

function shared(values: Uint8Array | Float32Array): Uint8Array | Float32Array {
  if (values.buffer instanceof SharedArrayBuffer) return values;
  const buffer = new SharedArrayBuffer(values.byteLength);
  const copy = values instanceof Uint8Array ? new Uint8Array(buffer) : new Float32Array(buffer);
  copy.set(values);
  return copy;
}

function checkParts(parts: Omit<Dataset, 'size' | 'sha256'>): void {
  const { images, labels, targets, shape, numClasses, mean, deviation } = parts;
  const of = `the ${parts.split} split of data set '${parts.name}'`;
  if (shape.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new UserError(
      `The shape of ${of} must be three positive integers [channels, height, width], ` +
        `but got [${shape.join(', ')}].`,
    );
  }
  const expected = labels.length * shape[0] * shape[1] * shape[2];
  if (images.length !== expected) {
    throw new UserError(
      `The images of ${of} have ${images.length} values, but ${labels.length} labels of shape ` +
        `[${shape.join(', ')}] need ${expected}.`,
    );
  }
  const stray = labels.findIndex((label) => label >= numClasses);
  if (stray >= 0) {
    throw new UserError(
      `Label ${stray} of ${of} is ${labels[stray]}, but there are only ${numClasses} classes, ` +
        `so labels run from 0 to ${numClasses - 1}.`,
    );
  }
  if (targets !== undefined && targets.length !== labels.length * numClasses) {
    throw new UserError(
      `The targets of ${of} have ${targets.length} values, but ${labels.length} examples with ` +
        `${numClasses} outputs need ${labels.length * numClasses}.`,
    );
  }
  if (mean.length !== shape[0] || deviation.length !== shape[0]) {
    throw new UserError(
      `Mean and deviation of ${of} need one number per channel (${shape[0]}), ` +
        `but have ${mean.length} and ${deviation.length}.`,
    );
  }
  const flat = deviation.find((d) => !(d > 0));
  if (flat !== undefined) {
    throw new UserError(`The deviation of ${of} must be positive, but is ${flat}.`);
  }
}
