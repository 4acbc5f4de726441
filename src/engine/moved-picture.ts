import type { Augmentation } from './engine.js';

/** Moves picture `i` of a batch over black (zeros) and then mirrors it, one channel at a time. */
export function movePicture(
  pixels: ArrayLike<number>,
  to: Float32Array | Float64Array,
  height: number,
  width: number,
  { down, right, mirrored }: Augmentation,
  i: number,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const fromY = y - down[i];
      const fromX = (mirrored[i] === 0 ? x : width - 1 - x) - right[i];
      const inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
      to[y * width + x] = inside ? pixels[fromY * width + fromX] : 0;
    }
  }
}
