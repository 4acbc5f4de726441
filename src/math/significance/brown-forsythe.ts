import { UserError } from '../../errors.js';
import { incompleteBeta } from '../incomplete-beta.js';
import { absoluteDeviations, checkSample, mean } from '../statistics.js';

/** A test of whether groups vary alike. */
export interface BrownForsythe {
  /** Infinite where groups differ in spread and nothing varies within them. */
  readonly f: number;
  readonly p: number;
  /** Degrees of freedom of numerator and denominator. */
  readonly df: readonly [number, number];
}

/** Of the largest value: differences below are rounding. */
const ROUNDING = 1e-14;

/**
 * The Brown-Forsythe test that groups have the same spread (Brown & Forsythe 1974): an analysis of
 * variance of z_ij = |x_ij - median of group i|,
 *
 * F = sum_i n_i (mean z_i - mean z)^2 / (k - 1) over sum_ij (z_ij - mean z_i)^2 / (N - k).
 *
 * p does not say which group varies more. All values are taken to be independent; for arms that share
 * seeds, or several values of one seed, see `lessSpread`.
 */
export function brownForsythe(groups: readonly (readonly number[])[]): BrownForsythe {
  if (groups.length < 2) {
    throw new UserError(
      `The Brown-Forsythe test compares at least 2 groups, but got ${groups.length}.`,
    );
  }
  for (const group of groups) checkSample(group, 2);
  const deviations = groups.map(absoluteDeviations);
  const all = mean(deviations.flat());
  let between = 0;
  let within = 0;
  for (const group of deviations) {
    const centre = mean(group);
    between += group.length * (centre - all) * (centre - all);
    for (const z of group) within += (z - centre) * (z - centre);
  }
  const total = deviations.reduce((sum, group) => sum + group.length, 0);
  const df = [groups.length - 1, total - groups.length] as const;
  // Deviations that are the same but for rounding have no spread: F would be a ratio of noise.
  const rounding = total * (ROUNDING * Math.max(...groups.flat().map(Math.abs))) ** 2;
  if (between <= rounding) return { f: 0, p: 1, df };
  if (within <= rounding) return { f: Infinity, p: 0, df };
  const f = between / df[0] / (within / df[1]);
  return { f, p: fUpperTail(f, df), df };
}

/** P(F > f) = I_x(d2 / 2, d1 / 2) with x = d2 / (d2 + d1 f), for Fisher's F distribution. */
export function fUpperTail(f: number, [d1, d2]: readonly [number, number]): number {
  if (f === Infinity) return 0;
  const total = d2 + d1 * f;
  return incompleteBeta(d2 / 2, d1 / 2, d2 / total, (d1 * f) / total);
}
