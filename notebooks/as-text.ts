import type { Dataset } from 'prunelab';

/** From the ground to full ink. Change them, save, and run the cell that imports this file again. */
const letters = '  .:-=+*#%@';

/** Image `i` of a data set of grey pictures, drawn in letters, two for each pixel. */
export function asText({ images, shape: [, height, width] }: Dataset, i: number): string {
  const pixels = images.subarray(i * height * width, (i + 1) * height * width);
  const [darkest, brightest] = [Math.min(...pixels), Math.max(...pixels)];
  const letter = (pixel: number): string =>
    letters[Math.round(((pixel - darkest) / (brightest - darkest)) * (letters.length - 1))];
  const row = (y: number): string =>
    Array.from(pixels.subarray(y * width, (y + 1) * width), (pixel) =>
      letter(pixel).repeat(2),
    ).join('');
  return Array.from({ length: height }, (_, y) => row(y).trimEnd()).join('\n');
}
