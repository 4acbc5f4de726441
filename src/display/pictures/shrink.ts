import type { Numbers } from '../values.js';

/** Numbers in rows. */
export interface Field {
  readonly values: Numbers;
  readonly height: number;
  readonly width: number;
}

/** `field` with at most `side` rows and columns: each of its values is the mean of a square. */
export function shrunk({ values, height, width }: Field, side: number): Field {
  const block = Math.ceil(Math.max(height, width) / side);
  if (block <= 1) return { values, height, width };
  const rows = Math.ceil(height / block);
  const columns = Math.ceil(width / block);
  const sums = new Float64Array(rows * columns);
  const counts = new Float64Array(rows * columns);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = Math.floor(y / block) * columns + Math.floor(x / block);
      sums[at] += values[y * width + x];
      counts[at]++;
    }
  }
  return { values: sums.map((sum, i) => sum / counts[i]), height: rows, width: columns };
}
