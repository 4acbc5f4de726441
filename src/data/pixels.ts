import { sharedBytes } from './dataset.js';

/**
 * Pictures [..., height, width] of even height and width at half the size: each pixel is the mean
 * of 2x2, rounded to the nearest whole number (halves up).
 */
export function halved(images: Uint8Array, width: number): Uint8Array {
  const small = sharedBytes(images.length / 4);
  let to = 0;
  for (let line = 0; line < images.length; line += 2 * width) {
    for (let i = line; i < line + width; i += 2) {
      const below = i + width;
      small[to++] = (images[i] + images[i + 1] + images[below] + images[below + 1] + 2) >> 2;
    }
  }
  return small;
}

/**
 * Mean and standard deviation of the pixels of each channel, scaled to [0, 1], over all pictures
 * [count, channels, ...]; the deviation of the whole, not an estimate from a sample.
 */
export function channelStatistics(
  images: Uint8Array,
  channels: number,
  pixels: number,
): { mean: number[]; deviation: number[] } {
  const counts = Array.from({ length: channels }, () => new Float64Array(256));
  for (let start = 0, plane = 0; start < images.length; start += pixels, plane++) {
    const histogram = counts[plane % channels];
    for (let i = start; i < start + pixels; i++) histogram[images[i]]++;
  }
  const total = images.length / channels;
  const mean = counts.map((h) => h.reduce((sum, n, byte) => sum + n * byte, 0) / (255 * total));
  const deviation = counts.map((h, channel) => {
    const squares = h.reduce((sum, n, byte) => {
      const distance = byte / 255 - mean[channel];
      return sum + n * distance * distance;
    }, 0);
    return Math.sqrt(squares / total);
  });
  return { mean, deviation };
}
