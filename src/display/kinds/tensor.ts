import { brief, type Grid, gridHtml, gridText, grouped } from '../grid.js';
import type { Bundle } from '../live.js';
import { enlarged, imageElement } from '../pictures/bitmap.js';
import { colourScale, heatmap, onColour } from '../pictures/colours.js';
import { type Field, shrunk } from '../pictures/shrink.js';
import { send, type ShowOptions } from '../send.js';
import { sparkline } from '../sparkline.js';
import { histogram, statistics } from '../statistics.js';
import {
  isTensorLike,
  type TensorLike,
  toValues,
  type TypedArray,
  type Values,
} from '../values.js';

export interface TensorOptions extends ShowOptions {
  /** Of an array, row-major; flat if not given. */
  readonly shape?: readonly number[];
  /** What it is called. */
  readonly name?: string;
}

/** Tables of numbers have at most so many rows and columns. */
const WRITTEN = 12;
/** Pictures have at most so many pixels a side, ... */
const SIDE = 480;
/** ... of at most this size. */
const LARGEST_PIXEL = 12;
const BINS = 16;

/**
 * Shows an array of numbers or a tensor of TensorFlow.js: shape, summary statistics and
 * distribution; small matrices in numbers, larger ones as a heatmap.
 *
 * Blue is above zero and red below; what is not finite is left out of the statistics.
 */
export function tensor(
  source: TensorLike | TypedArray | readonly number[],
  options: TensorOptions = {},
): void {
  send(tensorBundle(source, options), options);
}

/** What `tensor` shows. */
export function tensorBundle(
  source: TensorLike | TypedArray | readonly number[],
  { shape, name }: TensorOptions = {},
): Bundle {
  const numbers = toValues(
    isTensorLike(source) ? source : { data: source, ...(shape === undefined ? {} : { shape }) },
  );
  const summary = summaryGrid([[name, numbers]]);
  const picture = matrix(numbers);
  return {
    'text/html': gridHtml(summary) + (picture === undefined ? '' : `\n${picture.html}`),
    'text/plain': [gridText(summary), picture?.text]
      .filter((text) => text !== undefined)
      .join('\n'),
  };
}

/** What `show` makes of several named arrays, such as the parameters of a network. */
export function tensorsBundle(arrays: Readonly<Record<string, TypedArray>>): Bundle {
  const named = Object.entries(arrays).map(([name, data]) => [name, toValues({ data })] as const);
  const summary = summaryGrid(named);
  return { 'text/html': gridHtml(summary), 'text/plain': gridText(summary) };
}

function summaryGrid(tensors: readonly (readonly [string | undefined, Values])[]): Grid {
  const titles = ['min', 'mean', 'max', 'deviation', 'zeros'];
  const all = tensors.map(([name, numbers]) => ({ name, numbers, ...summarised(numbers) }));
  const named = all.some(({ name }) => name !== undefined);
  const stray = all.some(({ notFinite }) => notFinite > 0);
  return {
    columns: [
      ...(named ? [{ title: 'name', numeric: false }] : []),
      { title: 'type', numeric: false },
      { title: 'shape', numeric: false },
      ...titles.map((title) => ({ title, numeric: true })),
      ...(stray ? [{ title: 'not finite', numeric: true }] : []),
      { title: 'distribution', numeric: false },
    ],
    cells: all.map(({ name = '', numbers, cells, notFinite, distribution }) => [
      ...(named ? [name] : []),
      numbers.type,
      numbers.shape.length === 0 ? 'scalar' : numbers.shape.join(' x '),
      ...cells,
      ...(stray ? [grouped(notFinite)] : []),
      distribution,
    ]),
  };
}

function summarised({ values }: Values) {
  const { min, mean, max, deviation, zeros, notFinite } = statistics(values);
  return {
    cells: [...[min, mean, max, deviation].map(brief), grouped(zeros)],
    notFinite,
    distribution: min < max ? sparkline(histogram(values, BINS), 0) : '',
  };
}

/** The numbers themselves, or a picture of them; nothing for what is not flat. */
function matrix({ values, shape }: Values): { html: string; text?: string } | undefined {
  if (shape.length === 0 || shape.length > 2 || values.length === 0) return undefined;
  const [height, width] = shape.length === 1 ? [1, shape[0]] : shape;
  const { min, max } = statistics(values);
  const colourOf = colourScale(min, max);
  if (height <= WRITTEN && width <= WRITTEN) {
    const rows = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (_, x) => values[y * width + x]),
    );
    return { html: numbersHtml(rows, (value) => onColour(colourOf(value))), text: aligned(rows) };
  }
  if (shape.length === 1) return undefined;
  return { html: heatmapHtml({ values, height, width }) };
}

function heatmapHtml(field: Field): string {
  const small = shrunk(field, SIDE);
  const { min, max } = statistics(small.values);
  const bitmap = heatmap(small, colourScale(min, max));
  const scale = Math.floor(SIDE / Math.max(small.height, small.width));
  const picture = enlarged(bitmap, Math.max(1, Math.min(LARGEST_PIXEL, scale)));
  const range = `${brief(min)} to ${brief(max)}`;
  const colours = min < 0 ? `red below zero, blue above, ${range}` : `white to blue, ${range}`;
  const block = Math.ceil(field.width / small.width);
  const means = block > 1 ? `; each pixel is the mean of ${block} x ${block} values` : '';
  const caption = `<div style="opacity:0.75">${colours}${means}</div>`;
  const alt = `heatmap of ${field.height} x ${field.width} values`;
  return `<div style="margin-top:6px">${imageElement(picture, alt)}${caption}</div>`;
}

function numbersHtml(
  rows: readonly (readonly number[])[],
  style: (value: number) => string,
): string {
  const lines = rows.map((row) => {
    const cells = row.map((v) => `<td style="${style(v)};text-align:right">${brief(v)}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><tbody>\n${lines.join('\n')}\n</tbody></table>`;
}

function aligned(rows: readonly (readonly number[])[]): string {
  const cells = rows.map((row) => row.map(brief));
  const width = Math.max(...cells.flat().map((cell) => cell.length));
  return cells.map((row) => row.map((cell) => cell.padStart(width)).join(' ')).join('\n');
}
