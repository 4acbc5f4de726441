import { groupBy } from '../../../src/index.js';
import type { Fit } from '../measures.js';

/** Fits by how many coefficients are kept, upwards. */
export function groupedByTarget(all: readonly Fit[]): Fit[][] {
  return groupBy(all, ['kept']).sort(([a], [b]) => a.kept - b.kept);
}
