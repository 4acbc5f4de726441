import type { Row } from '../../../src/index.js';

const condition = { study: 'ResNet', arm: 'dense', k: 0, clock: 'continue', round: 0, seed: 1 };

/** A line of three points: test accuracies with running statistics as they are, and measured anew. */
export function lineRows(
  more: object,
  running: readonly number[],
  anew: readonly (number | null)[] = running,
): Row[] {
  const apart = { distance: 3, travelFirst: 4, travelSecond: 8, disagreement: 0.25 };
  return running.map((testAccuracy, i) => ({
    ...condition,
    ...apart,
    ...more,
    what: 'path',
    copy: 0,
    alpha: i / 2,
    testAccuracy,
    reestimatedTestAccuracy: anew[i],
  }));
}

/** The end of a net's training. */
export function netRow(more: object, testAccuracy: number): Row {
  return { ...condition, copy: 0, density: 1, ...more, what: 'net', testAccuracy };
}
