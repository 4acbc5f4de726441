import { escapeHtml } from '../html.js';
import { type Bitmap, png } from './png.js';

/** `bitmap` with every pixel drawn as a square of `scale` pixels, so that no viewer blurs it. */
export function enlarged(bitmap: Bitmap, scale: number): Bitmap {
  const { width, height, channels, bytes } = bitmap;
  const out = new Uint8Array(width * scale * height * scale * channels);
  let at = 0;
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      for (let c = 0; c < channels; c++) out[at++] = bytes[from + c];
    }
  }
  return { width: width * scale, height: height * scale, channels, bytes: out };
}

/** Bitmaps of one size side by side, `gap` transparent pixels apart. */
export function sheet(bitmaps: readonly Bitmap[], columns: number, gap: number): Bitmap {
  const [{ width, height, channels }] = bitmaps;
  const across = Math.min(columns, bitmaps.length);
  const down = Math.ceil(bitmaps.length / columns);
  const depth = channels === 1 ? 2 : 4;
  const whole = { width: across * (width + gap) - gap, height: down * (height + gap) - gap };
  const out = new Uint8Array(whole.width * whole.height * depth);
  bitmaps.forEach(({ bytes }, place) => {
    const left = (place % columns) * (width + gap);
    const top = Math.floor(place / columns) * (height + gap);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const to = ((top + y) * whole.width + left + x) * depth;
        const from = (y * width + x) * channels;
        out.set(bytes.subarray(from, from + channels), to);
        out[to + depth - 1] = 255;
      }
    }
  });
  return { ...whole, channels: depth, bytes: out };
}

/** An HTML element that shows `bitmap`, without a file of its own. */
export function imageElement(bitmap: Bitmap, alt: string): string {
  const data = png(bitmap).toString('base64');
  return (
    `<img alt="${escapeHtml(alt)}" width="${bitmap.width}" height="${bitmap.height}" ` +
    `src="data:image/png;base64,${data}">`
  );
}
