/** A square picture; 0 = untouched, 1 = fully inked. */
export interface Canvas {
  readonly size: number;
  /** [size, size]. */
  readonly ink: Float64Array;
}

/**
 * Draws a polyline with a round pen, anti-aliased over one pixel.
 *
 * `path` holds x, y pairs in pixels, pixel (column, row) having its centre at column + 1/2,
 * row + 1/2. The pen's radius, in pixels, goes evenly from `startRadius` to `endRadius`. Where
 * strokes cross, the stronger one stays: ink = max(ink, opacity * coverage).
 */
export function drawPolyline(
  canvas: Canvas,
  path: Float64Array,
  startRadius: number,
  endRadius: number,
  opacity: number,
): void {
  const segments = path.length / 2 - 1;
  for (let s = 0; s < segments; s++) {
    const radius = startRadius + ((endRadius - startRadius) * (s + 0.5)) / segments;
    drawSegment(canvas, path.subarray(2 * s, 2 * s + 4), radius, opacity);
  }
}

function drawSegment(
  { size, ink }: Canvas,
  [x0, y0, x1, y1]: Float64Array,
  radius: number,
  opacity: number,
): void {
  const outer = radius + 0.5;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const lengthSquared = dx * dx + dy * dy;
  const firstColumn = Math.max(Math.ceil(Math.min(x0, x1) - outer - 0.5), 0);
  const lastColumn = Math.min(Math.floor(Math.max(x0, x1) + outer - 0.5), size - 1);
  const firstRow = Math.max(Math.ceil(Math.min(y0, y1) - outer - 0.5), 0);
  const lastRow = Math.min(Math.floor(Math.max(y0, y1) + outer - 0.5), size - 1);
  for (let row = firstRow; row <= lastRow; row++) {
    const py = row + 0.5 - y0;
    for (let column = firstColumn; column <= lastColumn; column++) {
      const px = column + 0.5 - x0;
      const along = lengthSquared > 0 ? (px * dx + py * dy) / lengthSquared : 0;
      const t = along < 0 ? 0 : along > 1 ? 1 : along;
      const ex = px - t * dx;
      const ey = py - t * dy;
      const squared = ex * ex + ey * ey;
      if (squared >= outer * outer) continue;
      const coverage = opacity * Math.min(outer - Math.sqrt(squared), 1);
      const at = row * size + column;
      if (coverage > ink[at]) ink[at] = coverage;
    }
  }
}
