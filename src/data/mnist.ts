import { type Dataset, type DatasetPair, makeDataset } from './dataset.js';
import { parseIdx } from './idx.js';

/** Mean and standard deviation of the 60,000 training images, pixels scaled to [0, 1]. */
const mean = 0.1306604762738429;
const deviation = 0.30810780385646264;

/** The data set in the four IDX files of MNIST (LeCun et al. 1998), given decompressed by name. */
export function parseMnist(files: ReadonlyMap<string, Uint8Array>): DatasetPair {
  return { train: parseSplit(files, 'train', 'train'), test: parseSplit(files, 'test', 't10k') };
}

function parseSplit(
  files: ReadonlyMap<string, Uint8Array>,
  split: Dataset['split'],
  prefix: string,
): Dataset {
  const read = (name: string, rank: number) => parseIdx(files.get(name)!, name, rank);
  const images = read(`${prefix}-images-idx3-ubyte.gz`, 3);
  const labels = read(`${prefix}-labels-idx1-ubyte.gz`, 1);
  const [, height, width] = images.dimensions;
  return makeDataset({
    name: 'mnist',
    split,
    images: images.values,
    labels: labels.values,
    shape: [1, height, width],
    numClasses: 10,
    mean: [mean],
    deviation: [deviation],
  });
}
