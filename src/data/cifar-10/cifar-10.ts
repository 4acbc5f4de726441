import { UserError } from '../../errors.js';
import { type Dataset, type DatasetPair, makeDataset, sharedBytes } from '../dataset.js';
import { channelStatistics, halved } from '../pixels.js';
import { readTar } from './tar.js';

const SIDE = 32;
const PIXELS = 3 * SIDE * SIDE;
/** A label, then the pixels as [3, 32, 32]. */
const RECORD = 1 + PIXELS;

export interface Cifar10Options {
  /** 32, or 16 for the means of 2x2 pixels. */
  readonly side: 32 | 16;
}

/**
 * CIFAR-10 (Krizhevsky 2009) from its binary version: the archive, or its batches as files.
 *
 * A batch holds records of a label and 3,072 pixels. All batches called `data_batch_<n>` together, in
 * their order, are the training split, `test_batch` is the test split. The files are given
 * decompressed, by the names of the compressed ones.
 */
export function parseCifar10(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  { side }: Cifar10Options,
): DatasetPair {
  const batches = [...batchesOf(files)].sort(([a], [b]) => (a < b ? -1 : 1));
  const training = batches.filter(([batch]) => batch.startsWith('data_batch_'));
  const test = batches.filter(([batch]) => batch === 'test_batch.bin');
  const trainPictures = readRecords(training, side);
  const { mean, deviation } = channelStatistics(trainPictures.images, 3, side * side);
  const make = (split: Dataset['split'], pictures: Pictures): Dataset =>
    makeDataset({
      ...pictures,
      name,
      split,
      shape: [3, side, side],
      numClasses: 10,
      mean,
      deviation,
    });
  return { train: make('train', trainPictures), test: make('test', readRecords(test, side)) };
}

type Batch = readonly [name: string, records: Uint8Array];
type Pictures = Pick<Dataset, 'labels'> & { readonly images: Uint8Array };

function batchesOf(files: ReadonlyMap<string, Uint8Array>): Batch[] {
  return [...files].flatMap(([file, content]): Batch[] => {
    if (!file.endsWith('.tar.gz')) return [[file.replace(/\.gz$/, ''), content]];
    return [...readTar(content)].map(([path, bytes]) => [path.replace(/^.*\//, ''), bytes]);
  });
}

function readRecords(batches: readonly Batch[], side: 32 | 16): Pictures {
  const bytes = batches.reduce((sum, [, records]) => sum + records.length, 0);
  const odd = batches.find(([, records]) => records.length % RECORD !== 0);
  if (odd !== undefined || bytes === 0) {
    throw new UserError(
      odd === undefined
        ? 'There is a batch of CIFAR-10 missing: data_batch_1.bin and test_batch.bin are needed.'
        : `${odd[0]} is no batch of CIFAR-10: it has ${odd[1].length} bytes, which is no multiple of ` +
            `${RECORD} (a label and ${PIXELS} pixels).`,
    );
  }
  const count = bytes / RECORD;
  const labels = sharedBytes(count);
  const images = sharedBytes(count * PIXELS);
  let example = 0;
  for (const [, records] of batches) {
    for (let start = 0; start < records.length; start += RECORD) {
      labels[example] = records[start];
      images.set(records.subarray(start + 1, start + RECORD), example * PIXELS);
      example++;
    }
  }
  return { labels, images: side === SIDE ? images : halved(images, SIDE) };
}
