import type { Row } from '../../src/index.js';

/** A trained net of one hidden layer. */
export interface Net {
  /** `dense` or `pruned`. */
  readonly arm: string;
  readonly seed: number;
  readonly width: number;
  /** The width of the dense net that has as many weights. */
  readonly target: number;
  /** Percent of test examples, which have their true labels. */
  readonly testError: number;
  /** Percent of training examples whose label, right or wrong, the net does not give. */
  readonly trainError: number;
}

/** Every net at the end of its training. */
export function nets(rows: readonly Row[]): Net[] {
  return rows
    .filter((row) => row.study === 'networks' && typeof row.trainAccuracy === 'number')
    .map((row) => ({
      arm: String(row.arm),
      seed: Number(row.seed),
      width: Number(row.width),
      target: Number(row.target),
      testError: 100 - 100 * Number(row.testAccuracy),
      trainError: 100 - 100 * Number(row.trainAccuracy),
    }));
}

/** Nets of a curve: dense ones, or those pruned to the weights of a target. */
export function curve(all: readonly Net[], target: number | 'dense'): Net[] {
  return all.filter((net) =>
    target === 'dense' ? net.arm === 'dense' : net.arm === 'pruned' && net.target === target,
  );
}

/** The targets of pruned nets, upwards. */
export function targetsIn(all: readonly Net[]): number[] {
  const pruned = all.filter(({ arm }) => arm === 'pruned').map(({ target }) => target);
  return [...new Set(pruned)].sort((a, b) => a - b);
}

/** The widths of some nets, upwards. */
export function widthsIn(all: readonly Net[]): number[] {
  return [...new Set(all.map(({ width }) => width))].sort((a, b) => a - b);
}

/** Nets of one width. */
export function ofWidth(all: readonly Net[], width: number): Net[] {
  return all.filter((net) => net.width === width);
}
