import { type Dataset, type DatasetPair, makeDataset } from './dataset.js';
import { parseIdx } from './idx.js';
import { channelStatistics, halved } from './pixels.js';

/** Mean and standard deviation of the 60,000 training images, pixels scaled to [0, 1]. */
const statistics = { mean: [0.1306604762738429], deviation: [0.30810780385646264] };

/**
 * The data set in the four IDX files of MNIST (LeCun et al. 1998), given decompressed by name.
 *
 * With `halve` the pictures are 14x14: means of 2x2 pixels, standardised by the mean and deviation of
 * the training images made so.
 */
export function parseMnist(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  { halve = false } = {},
): DatasetPair {
  const train = readSplit(files, 'train', halve);
  const { mean, deviation } = halve
    ? channelStatistics(train.images, 1, train.images.length)
    : statistics;
  const make = (split: Dataset['split'], pictures: Pictures): Dataset =>
    makeDataset({ ...pictures, name, split, numClasses: 10, mean, deviation });
  return { train: make('train', train), test: make('test', readSplit(files, 't10k', halve)) };
}

type Pictures = Pick<Dataset, 'labels' | 'shape'> & { readonly images: Uint8Array };

function readSplit(
  files: ReadonlyMap<string, Uint8Array>,
  prefix: string,
  halve: boolean,
): Pictures {
  const read = (name: string, rank: number) => parseIdx(files.get(name)!, name, rank);
  const { values: images, dimensions } = read(`${prefix}-images-idx3-ubyte.gz`, 3);
  const { values: labels } = read(`${prefix}-labels-idx1-ubyte.gz`, 1);
  const [, height, width] = dimensions;
  return halve
    ? { images: halved(images, width), labels, shape: [1, height / 2, width / 2] }
    : { images, labels, shape: [1, height, width] };
}
