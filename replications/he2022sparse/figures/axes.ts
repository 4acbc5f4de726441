/** Density as every figure has it: dense on the left. */
export const density = {
  column: 'density',
  title: 'Density: weights remaining',
  scale: 'log',
  decreasing: true,
  percent: true,
} as const;

export const testAccuracy = { column: 'test', title: 'Test accuracy (%)' } as const;

/** What lines and bands are. */
export const SPREAD = 'Lines are means over the seeds, bands 95 % intervals.';
