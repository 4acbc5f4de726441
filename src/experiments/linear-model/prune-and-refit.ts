import { largest, onSupport, restrictTo } from '../../analysis/linear-model/support.js';
import type { Context, Row } from '../../experiment/experiment.js';
import type { FeatureMatrix } from '../../math/linear-algebra/feature-matrix.js';
import { leastSquaresOn, nestedLeastSquares } from '../../math/linear-algebra/least-squares.js';
import { demand, demandOneOf, isCount, sixDigits } from '../settings.js';

/** A fitted model and what is needed to prune it. */
export interface Fitted {
  /** The examples it was fitted to. */
  readonly x: FeatureMatrix;
  readonly y: Float64Array;
  readonly estimate: Float64Array;
  /** Risk of any coefficients, in units of the response's variance. */
  readonly risk: (estimate: Float64Array) => number;
}

/** One score per coefficient, larger = keep. */
export type Score = (estimate: Float64Array) => ArrayLike<number>;

/**
 * Prunes a fitted model by each criterion to `kept` coefficients; a smaller model is left as it is.
 *
 * Rows: `criterion`, `risk` of what is left, and `retrained`, the risk once the coefficients of the
 * kept features are fitted again to the same examples. The first row is `dense`: nothing is pruned.
 */
export function pruneAndRefit(
  { x, y, estimate, risk }: Fitted,
  criteria: Readonly<Record<string, Score>>,
  kept: number,
): Row[] {
  const dense = sixDigits(risk(estimate));
  const pruned = Object.entries(criteria).map(([criterion, score]): Row => {
    if (estimate.length <= kept) return { criterion, risk: dense, retrained: dense };
    const support = largest(score(estimate), kept);
    const refitted = onSupport(estimate.length, support, leastSquaresOn(x, y, support));
    return {
      criterion,
      risk: sixDigits(risk(restrictTo(estimate, support))),
      retrained: sixDigits(risk(refitted)),
    };
  });
  return [{ criterion: 'dense', risk: dense, retrained: null }, ...pruned];
}

/** A drawn data set, the risk of any coefficients, and how each criterion scores them. */
export interface Draw extends Omit<Fitted, 'estimate'> {
  readonly scores: Readonly<Record<string, Score>>;
}

/** Fits every size to each of the draws that `next` gives, and prunes it; rows as of `linear-pruning`. */
export function measureDraws(
  { draws, sizes, criteria, kept }: PruneAndRefitConfig,
  context: Pick<Context, 'progress'>,
  next: () => Draw,
): Row[] {
  const rows: Row[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const { x, y, risk, scores } = next();
    const chosen = Object.fromEntries(criteria.map((name) => [name, scores[name]]));
    nestedLeastSquares(x, y, sizes).forEach((estimate, i) => {
      const measured = pruneAndRefit({ x, y, estimate, risk }, chosen, kept);
      rows.push(...measured.map((row) => ({ draw, size: sizes[i], ...row })));
    });
    context.progress((draw + 1) / draws);
  }
  return rows;
}

/** The settings that linear models share. */
export interface PruneAndRefitConfig {
  readonly seed: number;
  /** Data sets drawn one after the other; each is fitted, pruned and measured. */
  readonly draws: number;
  /** Training examples, n. */
  readonly examples: number;
  /** Numbers of features that models are fitted on, upwards. */
  readonly sizes: readonly number[];
  readonly criteria: readonly string[];
  /** Coefficients that are left after pruning. */
  readonly kept: number;
}

export function checkPruneAndRefit(
  config: PruneAndRefitConfig,
  features: number,
  criteria: readonly string[],
): void {
  const { seed, sizes } = config;
  demand(Number.isSafeInteger(seed), 'seed', seed, 'a whole number');
  for (const key of ['draws', 'examples', 'kept'] as const) demandPositive(key, config[key]);
  const upwards = sizes.every(
    (size, i) => isCount(size) && size > (i === 0 ? 0 : sizes[i - 1]) && size <= features,
  );
  demand(
    sizes.length > 0 && upwards,
    'sizes',
    sizes.join(', '),
    `a list of growing whole numbers from 1 to ${features}, the number of features`,
  );
  demand(
    new Set(config.criteria).size === config.criteria.length,
    'criteria',
    config.criteria.join(', '),
    'a list without repetitions',
  );
  for (const criterion of config.criteria) demandOneOf(criteria, 'criterion', criterion);
}

export function demandPositive(name: string, value: number): void {
  demand(isCount(value) && value > 0, name, value, 'a positive whole number');
}

/** GFLOP of fitting and refitting all sizes to all draws. */
export function fittingCost(config: PruneAndRefitConfig): number {
  const { examples: n, sizes, criteria, kept, draws } = config;
  const largest = sizes[sizes.length - 1];
  const fits = sizes.length * (n * n * n) * (1 / 3);
  const refits = sizes.length * criteria.length * kept * kept * (n + kept / 3);
  return (draws * (n * n * largest + fits + refits)) / 1e9;
}
