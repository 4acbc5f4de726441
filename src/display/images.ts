import type { Dataset } from '../data/dataset.js';
import { UserError } from '../errors.js';
import { greyscalePng } from './png.js';
import { showHtml, type ShowOptions } from './show.js';

export interface ImageGridOptions extends ShowOptions {
  readonly columns?: number;
  /** Screen pixels per image pixel. */
  readonly scale?: number;
}

/** Shows images of a data set in a grid, dark on light, with their labels as the alternative text. */
export function showImages(
  data: Dataset,
  indices: readonly number[],
  { columns = 10, scale = 3, ...options }: ImageGridOptions = {},
): void {
  const [channels, height, width] = data.shape;
  if (channels !== 1 || !(data.images instanceof Uint8Array)) {
    throw new UserError(
      `showImages() shows greyscale pixels, but ${data.name} has ${channels} channels of ` +
        `${data.images instanceof Uint8Array ? 'bytes' : 'floats'}.`,
    );
  }
  const outside = indices.find((i) => !Number.isInteger(i) || i < 0 || i >= data.size);
  if (outside !== undefined) {
    throw new UserError(`${data.name} has images 0 to ${data.size - 1}; there is no ${outside}.`);
  }
  const across = Math.min(columns, indices.length);
  const down = Math.ceil(indices.length / columns);
  const sheet = { width: across * (width + 1) + 1, height: down * (height + 1) + 1 };
  const pixels = new Uint8Array(sheet.width * sheet.height).fill(255);
  indices.forEach((index, place) => {
    const left = 1 + (place % columns) * (width + 1);
    const top = 1 + Math.floor(place / columns) * (height + 1);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const ink = data.images[(index * height + y) * width + x];
        pixels[(top + y) * sheet.width + left + x] = 255 - ink;
      }
    }
  });
  const labels = indices.map((i) => data.labels[i]).join(' ');
  const png = greyscalePng(pixels, sheet.width, sheet.height).toString('base64');
  showHtml(
    `<img alt="labels ${labels}" width="${sheet.width * scale}" style="image-rendering: pixelated" ` +
      `src="data:image/png;base64,${png}">`,
    { text: `[images of ${data.name}: ${labels}]`, ...options },
  );
}
