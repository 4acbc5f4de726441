import { UserError } from '../../errors.js';
import { countKept, type Mask } from '../../models/mask.js';
import { type Model, prunableSpecs } from '../../models/model.js';
import { type Cell, type Grid, gridHtml, gridText, grouped, percent } from '../grid.js';
import type { Bundle } from '../live.js';
import { enlarged, imageElement } from '../pictures/bitmap.js';
import type { Bitmap } from '../pictures/png.js';
import { shrunk } from '../pictures/shrink.js';
import { send, type ShowOptions } from '../send.js';
import { textBar } from '../sparkline.js';

export interface MaskOptions extends ShowOptions {
  /** The model it belongs to: gives each layer's picture its true shape. */
  readonly model?: Model;
  /** Of a single array; as square as it can be if not given. */
  readonly shape?: readonly number[];
  /** The most pixels a side that a picture has; 240 if not given, 720 for a single array. */
  readonly side?: number;
}

const BAR = 10;

/**
 * Shows which weights a mask keeps: density per layer, and every weight as a pixel, dark if kept.
 *
 * Each row of a picture is a unit or an output channel, each column one of its inputs. Where there
 * are more weights than pixels, a pixel is the fraction kept. A single array of a mask will do.
 */
export function mask(source: Mask | Uint8Array, options: MaskOptions = {}): void {
  send(maskBundle(source, options), options);
}

/** What `mask` shows. */
export function maskBundle(source: Mask | Uint8Array, options: MaskOptions = {}): Bundle {
  const single = source instanceof Uint8Array;
  const layers = single ? { weights: source } : source;
  const { side = single ? 720 : 240 } = options;
  const shapes = shapesOf(layers, options);
  const draw = (name: string): string => pictureHtml(layers[name], shapes[name], side);
  if (single) {
    const grid = layOut(layers);
    const picture = `<div style="margin-top:6px">${draw('weights')}</div>`;
    return { 'text/html': `${gridHtml(grid)}\n${picture}`, 'text/plain': gridText(grid) };
  }
  const grid = layOut(layers, draw);
  return { 'text/html': gridHtml(grid), 'text/plain': gridText(grid) };
}

/** Whether `value` is a mask: arrays of bytes by name, all of them 0 or 1. */
export function isMask(value: unknown): value is Mask {
  if (typeof value !== 'object' || value === null) return false;
  const arrays = Object.values(value) as unknown[];
  return (
    arrays.length > 0 &&
    arrays.every((bits) => bits instanceof Uint8Array && bits.every((bit) => bit <= 1))
  );
}

/** `12.5 % ▓░░░`, for a density. */
export function densityCell(density: number): Cell {
  const text = percent(density);
  const filled = (100 * density).toFixed(1);
  return {
    text: `${text.padStart(7)} ${textBar(density, BAR)}`,
    html:
      `<span style="white-space:nowrap">${text} ` +
      '<span style="display:inline-block;width:80px;height:0.7em;' +
      'border:1px solid rgba(128,128,128,0.7)">' +
      `<span style="display:block;width:${filled}%;height:100%;background:#3b8bc4"></span></span></span>`,
  };
}

/** A row for each layer, with what `draw` makes of it. */
function layOut(layers: Mask, draw?: (name: string) => string): Grid {
  const entries = Object.entries(layers).map(([name, bits]) => ({
    name,
    size: bits.length,
    kept: countKept(bits),
  }));
  const sum = (pick: (entry: (typeof entries)[number]) => number): number =>
    entries.reduce((total, entry) => total + pick(entry), 0);
  const row = (name: string, kept: number, size: number): Cell[] => [
    name,
    grouped(size),
    grouped(kept),
    densityCell(size === 0 ? 0 : kept / size),
  ];
  return {
    columns: [
      { title: 'weights of', numeric: false },
      { title: 'all', numeric: true },
      { title: 'kept', numeric: true },
      { title: 'density', numeric: true },
      ...(draw === undefined ? [] : [{ title: '', numeric: false }]),
    ],
    cells: entries.map(({ name, kept, size }) => [
      ...row(name, kept, size),
      ...(draw === undefined ? [] : [{ text: '', html: draw(name) }]),
    ]),
    ...(draw === undefined
      ? {}
      : {
          totals: [
            ...row(
              'the network',
              sum((e) => e.kept),
              sum((e) => e.size),
            ),
            '',
          ],
        }),
  };
}

function shapesOf(layers: Mask, { model, shape }: MaskOptions): Record<string, readonly number[]> {
  const known = new Map<string, readonly number[]>(
    model === undefined ? [] : prunableSpecs(model).map((spec) => [spec.name, spec.shape]),
  );
  return Object.fromEntries(
    Object.entries(layers).map(([name, { length }]) => {
      const dimensions = known.get(name) ?? shape ?? squarish(length);
      const size = dimensions.reduce((a, b) => a * b, 1);
      if (size === length || (!known.has(name) && shape === undefined)) return [name, dimensions];
      throw new UserError(
        `The mask of '${name}' has ${length} entries, but the shape [${dimensions.join(', ')}] ` +
          `needs ${size}.`,
      );
    }),
  );
}

/** Rows and columns for `size` weights of unknown shape; the last row may not be full. */
function squarish(size: number): readonly number[] {
  const columns = Math.ceil(Math.sqrt(size));
  return [Math.ceil(size / Math.max(1, columns)), columns];
}

function pictureHtml(bits: Uint8Array, shape: readonly number[], side: number): string {
  const [height, ...inputs] = shape;
  const width = inputs.reduce((a, b) => a * b, 1);
  const kept = new Float64Array(height * width); // pads what is not full
  bits.forEach((bit, i) => (kept[i] = bit === 0 ? 0 : 1));
  const small = shrunk({ values: kept, height, width }, side);
  const bitmap: Bitmap = {
    height: small.height,
    width: small.width,
    channels: 1,
    bytes: Uint8Array.from(small.values, (share) => Math.round(255 * (1 - share))),
  };
  const longest = Math.max(small.height, small.width);
  const scale = Math.max(1, Math.min(8, Math.floor(side / longest)));
  return imageElement(enlarged(bitmap, scale), `${height} x ${width} weights`);
}
