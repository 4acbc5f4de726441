import type { Bitmap } from './png.js';
import type { Field } from './shrink.js';

type Rgb = readonly [number, number, number];

const WHITE: Rgb = [247, 247, 247];
const BLUE: Rgb = [5, 82, 158];
const RED: Rgb = [178, 24, 43];
/** What is no finite number. */
const STRAY: Rgb = [255, 0, 255];

/**
 * A colour for each value from `low` to `high`: white to blue, or with values below zero, red for
 * them, white for zero and blue above.
 */
export function colourScale(low: number, high: number): (value: number) => Rgb {
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const from = low >= 0 ? low : 0;
  const span = low >= 0 ? high - low || 1 : most;
  return (value) => {
    if (!Number.isFinite(value)) return STRAY;
    const share = (value - from) / span;
    return mixed(WHITE, share < 0 ? RED : BLUE, Math.min(1, Math.abs(share)));
  };
}

/** CSS for text on a patch of `colour`. */
export function onColour(colour: Rgb): string {
  const [red, green, blue] = colour;
  const light = 0.299 * red + 0.587 * green + 0.114 * blue;
  return `background:rgb(${colour.join(',')});color:${light > 140 ? '#111' : '#fff'}`;
}

/** Numbers as pixels in colours. */
export function heatmap(
  { values, height, width }: Field,
  colourOf: (value: number) => Rgb,
): Bitmap {
  const bytes = new Uint8Array(height * width * 3);
  for (let i = 0; i < height * width; i++) bytes.set(colourOf(values[i]), 3 * i);
  return { height, width, channels: 3, bytes };
}

function mixed(first: Rgb, second: Rgb, share: number): Rgb {
  const part = (i: number): number => Math.round(first[i] + share * (second[i] - first[i]));
  return [part(0), part(1), part(2)];
}
