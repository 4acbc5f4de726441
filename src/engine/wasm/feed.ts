import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import type { Model } from '../../models/model.js';
import { roundUp } from './arena.js';
import type { Kernels } from './kernels.js';
import type { Layout } from './layout.js';
import { checkDataset } from './checks.js';

/** Puts the examples order[start] ... order[start + count - 1] into the network's input. */
export type Feed = (data: Dataset, order: Int32Array, start: number, count: number) => void;

/** What is looked up once per data set. */
interface Source {
  readonly data: Dataset;
  readonly rowBytes: number;
  /** The images by words, where every example starts and ends on one. */
  readonly words: Int32Array | undefined;
  /** Per channel: a byte p is fed as p * scale + shift. */
  readonly scales: Float64Array;
  readonly shifts: Float64Array;
}

/**
 * Examples are copied one after the other from shared memory into wasm memory (by words if
 * possible), standardised and transposed there by a kernel. Lanes without an example see zero bytes,
 * so that a batch never depends on the one before.
 */
export function createFeed(
  model: Model,
  kernels: Kernels,
  layout: Layout,
  buffer: ArrayBuffer,
): Feed {
  const { input, stride, staged } = layout;
  const labels = new Int32Array(buffer, layout.labels, stride / 4);
  const bytes = new Uint8Array(buffer, staged, input.features * stride);
  const words = new Int32Array(buffer, staged, (input.features * stride) / 4);
  const perChannel = input.features / model.inputShape[0];
  let source: Source | undefined;

  return (data, order, start, count) => {
    if (source?.data !== data) source = createSource(model, data);
    checkIndices(data, order, start, count);
    const stagedRow = roundUp(source.rowBytes, 4);
    if (source.words === undefined) {
      stageBytes(data.images, source.rowBytes, order, start, count, bytes, stagedRow);
    } else {
      stageWords(source.words, source.rowBytes / 4, order, start, count, words);
    }
    for (let i = 0; i < count; i++) labels[i] = data.labels[order[start + i]];
    const lanes = roundUp(count, 4);
    bytes.fill(0, count * stagedRow, lanes * stagedRow);
    if (data.images instanceof Float32Array) {
      kernels.feedFloats(staged, stagedRow, input.features, lanes, input.values, stride);
      return;
    }
    for (let channel = 0; channel < source.scales.length; channel++) {
      const from = channel * perChannel;
      kernels.feedBytes(
        staged,
        stagedRow,
        from,
        from + perChannel,
        source.scales[channel],
        source.shifts[channel],
        lanes,
        input.values,
        stride,
      );
    }
  };
}

function createSource(model: Model, data: Dataset): Source {
  checkDataset(model, data);
  const { images, shape, mean, deviation } = data;
  const rowBytes = shape[0] * shape[1] * shape[2] * images.BYTES_PER_ELEMENT;
  const whole = rowBytes % 4 === 0 && images.byteOffset % 4 === 0;
  return {
    data,
    rowBytes,
    words: whole
      ? new Int32Array(images.buffer, images.byteOffset, images.byteLength / 4)
      : undefined,
    scales: Float64Array.from(deviation, (d) => 1 / (255 * d)),
    shifts: Float64Array.from(deviation, (d, channel) => -mean[channel] / d),
  };
}

function checkIndices(data: Dataset, order: Int32Array, start: number, count: number): void {
  for (let i = start; i < start + count; i++) {
    const example = order[i];
    if (example >= 0 && example < data.size) continue;
    throw new UserError(
      `Example ${example} (at ${i} of the order) does not exist: ` +
        `the ${data.split} split of '${data.name}' has ${data.size} examples, counted from 0.`,
    );
  }
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
