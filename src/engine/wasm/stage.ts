import type { Dataset } from '../../data/dataset.js';
import type { Model } from '../../models/model.js';
import { type Arena, roundUp } from './arena.js';
import { checkDataset } from './checks.js';
import type { Pointer } from './kernels.js';
import { features, type Tensor } from './tensor.js';

/** Where examples wait to be laid out. */
export interface FeedPlaces {
  /** Examples one after the other, each starting on a word. */
  readonly staged: Pointer;
  /** int32 per lane. */
  readonly labels: Pointer;
  /** Examples there is room for, a multiple of 4. */
  readonly lanes: number;
}

/** What is looked up once per data set. */
export interface Source {
  readonly data: Dataset;
  readonly rowBytes: number;
  /** Bytes from one staged example to the next. */
  readonly stagedRow: number;
  /** The images by words, where every example starts and ends on one. */
  readonly words: Int32Array | undefined;
  /** Per channel: a byte p is fed as p * scale + shift. */
  readonly scales: Float64Array;
  readonly shifts: Float64Array;
}

export function reserveFeed(arena: Arena, input: Tensor, batchSize: number): FeedPlaces {
  const lanes = roundUp(batchSize, 4);
  return {
    lanes,
    staged: arena.reserve('staged examples', lanes * features(input) * 4),
    labels: arena.reserve('labels', lanes * 4),
  };
}

/** Throws a `UserError` unless the examples of `data` are what `model` takes. */
export function createSource(model: Model, data: Dataset): Source {
  checkDataset(model, data);
  const { images, shape, mean, deviation } = data;
  const rowBytes = shape[0] * shape[1] * shape[2] * images.BYTES_PER_ELEMENT;
  const whole = rowBytes % 4 === 0 && images.byteOffset % 4 === 0;
  return {
    data,
    rowBytes,
    stagedRow: roundUp(rowBytes, 4),
    words: whole
      ? new Int32Array(images.buffer, images.byteOffset, images.byteLength / 4)
      : undefined,
    scales: Float64Array.from(deviation, (d) => 1 / (255 * d)),
    shifts: Float64Array.from(deviation, (d, channel) => -mean[channel] / d),
  };
}

/** Copies examples to a place in the memory whose bytes and words are given; zeros follow them. */
export function stageExamples(
  { data, rowBytes, stagedRow, words }: Source,
  order: Int32Array,
  start: number,
  count: number,
  target: { bytes: Uint8Array; words: Int32Array },
): void {
  if (words === undefined) {
    stageBytes(data.images, rowBytes, order, start, count, target.bytes, stagedRow);
  } else {
    stageWords(words, rowBytes / 4, order, start, count, target.words);
  }
  target.bytes.fill(0, count * stagedRow, roundUp(count, 4) * stagedRow);
}

function stageWords(
  images: Int32Array,
  rowWords: number,
  order: Int32Array,
  start: number,
  count: number,
  target: Int32Array,
): void {
  let to = 0;
  for (let i = 0; i < count; i++) {
    let from = order[start + i] * rowWords;
    const end = to + rowWords;
    while (to < end) target[to++] = images[from++];
  }
}

function stageBytes(
  images: Uint8Array | Float32Array,
  rowBytes: number,
  order: Int32Array,
  start: number,
  count: number,
  target: Uint8Array,
  stagedRow: number,
): void {
  for (let i = 0; i < count; i++) {
    const from = order[start + i] * rowBytes;
    const to = i * stagedRow;
    for (let k = 0; k < rowBytes; k++) target[to + k] = images[from + k];
  }
}
