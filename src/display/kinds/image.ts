import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import { escapeHtml } from '../html.js';
import type { Bundle } from '../live.js';
import { enlarged, imageElement, sheet } from '../pictures/bitmap.js';
import { type PixelOptions, toBitmap } from '../pictures/pixels.js';
import { type Bitmap, isPng, png } from '../pictures/png.js';
import { send, type ShowOptions } from '../send.js';
import type { TensorSource } from '../values.js';

export interface ImageOptions extends ShowOptions, PixelOptions {
  /** Screen pixels per image pixel; as many as fit if not given. */
  readonly scale?: number;
}

export interface ImageGridOptions extends ImageOptions {
  /** Which images, in which order; the first 30 if not given. */
  readonly indices?: readonly number[];
  /** How many stand side by side; 10 if not given. */
  readonly columns?: number;
  /** What to write below each. */
  readonly captions?: readonly string[];
}

/** Screen pixels that pictures fill. */
const WIDTH = 640;
const GAP = 2;

/** Shows one picture, greyscale or RGB: numbers with their shape, a tensor, or a PNG file's bytes. */
export function image(source: TensorSource | Uint8Array, options: ImageOptions = {}): void {
  send(imageBundle(source, options), options);
}

/** What `image` shows. */
export function imageBundle(source: TensorSource | Uint8Array, options: ImageOptions = {}): Bundle {
  if (source instanceof Uint8Array) {
    if (!isPng(source)) {
      throw new UserError(
        'Bytes are shown if they are those of a PNG file. For pixels, say their shape: ' +
          'image({ data, shape: [height, width] }).',
      );
    }
    return {
      'image/png': Buffer.from(source).toString('base64'),
      'text/plain': '[picture]',
    };
  }
  const bitmap = toBitmap(source, options);
  const { width, height, channels } = bitmap;
  const kind = channels === 1 ? 'greyscale' : 'colour';
  return {
    'image/png': encoded(enlarged(bitmap, options.scale ?? fitting(width, 16, WIDTH / 2))),
    'text/plain': `[${kind} picture, ${width} x ${height} pixels]`,
  };
}

/** Shows images of a data set, or pictures of one size, in a grid. */
export function imageGrid(
  images: Dataset | readonly TensorSource[],
  options: ImageGridOptions = {},
): void {
  send(imageGridBundle(images, options), options);
}

/** What `imageGrid` shows. */
export function imageGridBundle(
  images: Dataset | readonly TensorSource[],
  options: ImageGridOptions = {},
): Bundle {
  const size = isDataset(images) ? images.size : images.length;
  const name = isDataset(images) ? images.name : 'the list';
  const indices = options.indices ?? Array.from({ length: Math.min(30, size) }, (_, i) => i);
  const outside = indices.find((i) => !Number.isInteger(i) || i < 0 || i >= size);
  if (outside !== undefined) {
    throw new UserError(`Images of ${name} are numbered 0 to ${size - 1}; there is no ${outside}.`);
  }
  if (indices.length === 0) throw new UserError('There is no image to show: the list is empty.');
  const bitmaps = indices.map((i) =>
    toBitmap(isDataset(images) ? example(images, i) : images[i], options),
  );
  const { columns = 10, captions } = options;
  const { width } = sameSize(bitmaps);
  const scale = options.scale ?? fitting(Math.min(columns, bitmaps.length) * width, 8, WIDTH);
  const large = bitmaps.map((bitmap) => enlarged(bitmap, scale));
  const whose = isDataset(images) ? ` of ${images.name}` : '';
  const words = captions ?? (isDataset(images) ? indices.map((i) => images.labels[i]) : []);
  const list = words.length > 0 ? `: ${words.join(' ')}` : '';
  return {
    ...(captions === undefined ? {} : { 'text/html': captioned(large, captions) }),
    'image/png': encoded(sheet(large, columns, GAP)),
    'text/plain': `[${indices.length} images${whose}${list}]`,
  };
}

export function isDataset(value: unknown): value is Dataset {
  const { images, labels, shape, numClasses } = (value ?? {}) as Partial<Dataset>;
  return (
    ArrayBuffer.isView(images) &&
    ArrayBuffer.isView(labels) &&
    Array.isArray(shape) &&
    typeof numClasses === 'number'
  );
}

function example({ images, shape }: Dataset, i: number): TensorSource {
  const size = shape[0] * shape[1] * shape[2];
  return { data: images.subarray(i * size, (i + 1) * size), shape };
}

function sameSize(bitmaps: readonly Bitmap[]): Bitmap {
  const [first] = bitmaps;
  const look = ({ width, height, channels }: Bitmap): string =>
    `${width} x ${height} x ${channels}`;
  const other = bitmaps.find((bitmap) => look(bitmap) !== look(first));
  if (other === undefined) return first;
  throw new UserError(
    `The pictures of a grid have one size, but one has ${look(first)} and another ${look(other)} ` +
      '(width x height x channels).',
  );
}

function captioned(bitmaps: readonly Bitmap[], captions: readonly string[]): string {
  const figures = bitmaps.map((bitmap, i) => {
    const caption = captions[i] ?? '';
    return (
      `<figure style="margin:0;text-align:center">${imageElement(bitmap, caption)}` +
      `<figcaption>${escapeHtml(caption)}</figcaption></figure>`
    );
  });
  return `<div style="display:flex;flex-wrap:wrap;gap:8px">${figures.join('\n')}</div>`;
}

/** The largest scale of at most `most` at which `width` pixels fit into `room`. */
function fitting(width: number, most: number, room: number): number {
  return Math.max(1, Math.min(most, Math.floor(room / width)));
}

function encoded(bitmap: Bitmap): string {
  return png(bitmap).toString('base64');
}
