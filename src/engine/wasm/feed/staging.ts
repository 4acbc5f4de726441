import type { Dataset } from '../../../data/dataset.js';
import type { Augmentation } from '../../engine.js';
import { type Arena, roundUp } from '../memory/arena.js';
import { checkIndices } from '../../checks.js';
import type { Kernels, Pointer } from '../kernels.js';
import { features, type Tensor } from '../memory/tensor.js';

/** Where examples are staged: memory that a feed uses while it works. */
export interface StagingPlaces {
  /** For `batchSize` examples, rounded up to a multiple of 4, of 4 bytes per feature. */
  readonly staged: Pointer;
  /** For one example of 4 bytes per feature. */
  readonly spare: Pointer;
}

/** Reserves the places of a staging area for the examples that `input` takes. */
export function reserveStaging(arena: Arena, input: Tensor, batchSize: number): StagingPlaces {
  const bytes = features(input) * 4;
  return {
    staged: arena.reserve('staged examples', roundUp(batchSize, 4) * bytes),
    spare: arena.reserve('staged example', bytes),
  };
}

/** Puts the examples order[start] ... order[start + count - 1] into the network's input. */
export type Feed = (
  data: Dataset,
  order: Int32Array,
  start: number,
  count: number,
  augmentation?: Augmentation,
) => void;

/** Examples in wasm memory, one after the other, each [channels][height][width]. */
export interface Staged {
  /** 1 for bytes, 4 for floats. */
  readonly pixelSize: 1 | 4;
  /** From example to example, a multiple of 4. */
  readonly rowBytes: number;
  /** Per channel: a byte p is fed as p * scale + shift. */
  readonly scales: Float64Array;
  readonly shifts: Float64Array;
}

/** What is looked up once per data set. */
interface Source extends Staged {
  readonly data: Dataset;
  /** The images by words where every example starts and ends on one, else by bytes. */
  readonly images: Int32Array | Uint8Array;
  /** Words or bytes of an example. */
  readonly length: number;
}

/** Stages the examples order[start] ... order[start + count - 1]. */
export type Staging = (
  data: Dataset,
  order: Int32Array,
  start: number,
  count: number,
  augmentation?: Augmentation,
) => Staged;

/**
 * A staging area in wasm memory.
 *
 * Examples are copied from shared memory, by words if possible; those that are moved go through a
 * spare place. Lanes up to the next multiple of 4 see zero bytes, so that a batch never depends on
 * the one before.
 */
export function createStaging(
  kernels: Kernels,
  { staged, spare }: StagingPlaces,
  buffer: ArrayBuffer,
): Staging {
  const bytes = new Uint8Array(buffer);
  const words = new Int32Array(buffer);
  let source: Source | undefined;

  const copy = ({ images, length }: Source, example: number, to: Pointer): void => {
    if (images instanceof Int32Array) copyWords(images, example * length, length, words, to / 4);
    else bytes.set(images.subarray(example * length, (example + 1) * length), to);
  };
  return (data, order, start, count, augmentation) => {
    if (source?.data !== data) source = createSource(data);
    checkIndices(data, order, start, count);
    const { rowBytes, pixelSize } = source;
    const [channels, height, width] = data.shape;
    for (let i = 0; i < count; i++) {
      const place = staged + i * rowBytes;
      const down = augmentation?.down[i] ?? 0;
      const right = augmentation?.right[i] ?? 0;
      const mirrored = augmentation?.mirrored[i] === 1;
      const moved = mirrored || down !== 0 || right !== 0;
      copy(source, order[start + i], moved ? spare : place);
      if (moved) {
        kernels.movePicture(
          spare,
          place,
          pixelSize,
          channels,
          height,
          width,
          down,
          right,
          mirrored,
        );
      }
    }
    bytes.fill(0, staged + count * rowBytes, staged + roundUp(count, 4) * rowBytes);
    return source;
  };
}

function createSource(data: Dataset): Source {
  const { images, shape, mean, deviation } = data;
  const { buffer, byteOffset, byteLength } = images;
  const pixelSize = images instanceof Float32Array ? 4 : 1;
  const exampleBytes = shape[0] * shape[1] * shape[2] * pixelSize;
  const whole = exampleBytes % 4 === 0 && byteOffset % 4 === 0;
  return {
    data,
    pixelSize,
    rowBytes: roundUp(exampleBytes, 4),
    scales: Float64Array.from(deviation, (d) => 1 / (255 * d)),
    shifts: Float64Array.from(deviation, (d, channel) => -mean[channel] / d),
    images: whole
      ? new Int32Array(buffer, byteOffset, byteLength / 4)
      : new Uint8Array(buffer, byteOffset, byteLength),
    length: whole ? exampleBytes / 4 : exampleBytes,
  };
}

/** Four at a time: this loop, out of shared memory, is more than half of what feeding costs. */
function copyWords(
  source: Int32Array,
  from: number,
  length: number,
  target: Int32Array,
  to: number,
): void {
  const end = from + length;
  const most = end - 3;
  for (; from < most; from += 4, to += 4) {
    target[to] = source[from];
    target[to + 1] = source[from + 1];
    target[to + 2] = source[from + 2];
    target[to + 3] = source[from + 3];
  }
  for (; from < end; from++, to++) target[to] = source[from];
}
