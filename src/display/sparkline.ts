const heights = '▁▂▃▄▅▆▇█';

/**
 * Numbers as a row of bars, `▁▅█`, the lowest for the smallest of them or for `floor`; a gap where
 * there is no number.
 */
export function sparkline(values: readonly number[], floor = Infinity): string {
  const finite = values.filter((value) => Number.isFinite(value));
  const low = Math.min(floor, ...finite);
  const span = Math.max(...finite) - low;
  return values
    .map((value) => {
      if (!Number.isFinite(value)) return ' ';
      const height = span === 0 ? 0 : ((value - low) / span) * (heights.length - 1);
      return heights[Math.round(height)];
    })
    .join('');
}

/** At most `width` of `values`, evenly spaced, the first and the last among them. */
export function thinned(values: readonly number[], width: number): number[] {
  if (values.length <= width) return [...values];
  const step = (values.length - 1) / (width - 1);
  return Array.from({ length: width }, (_, i) => values[Math.round(i * step)]);
}

/** A bar that is filled from the left, `██░░`, for a fraction in [0, 1]. */
export function textBar(fraction: number, width: number): string {
  const filled = Math.round(width * Math.min(1, Math.max(0, fraction)));
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}
