import { groupBy, pairedBySeed, type Row } from '../../src/index.js';

/** A fitted model, pruned by one criterion (`dense`: not pruned). */
export interface Fit {
  readonly study: string;
  readonly problem: string;
  /** n, p and s. */
  readonly examples: number;
  readonly features: number;
  readonly kept: number;
  readonly seed: number;
  readonly draw: number;
  /** Features that it was fitted on, k. */
  readonly size: number;
  readonly criterion: string;
  /** Test risk over the variance of the response. */
  readonly risk: number;
  /** The same once what was kept is fitted again; NaN for a dense model. */
  readonly retrained: number;
}

/** The fits of a study, and of one problem of it. */
export function fits(rows: readonly Row[], study: string, problem?: string): Fit[] {
  return rows
    .filter((row) => row.study === study && (problem === undefined || row.problem === problem))
    .map((row) => ({
      study,
      problem: String(row.problem),
      examples: Number(row.examples),
      features: Number(row.features),
      kept: Number(row.kept),
      seed: Number(row.seed),
      draw: Number(row.draw),
      size: Number(row.size),
      criterion: String(row.criterion),
      risk: Number(row.risk),
      retrained: typeof row.retrained === 'number' ? row.retrained : Number.NaN,
    }));
}

/** The fits of one size that were pruned by one criterion. */
export function fitsAt(all: readonly Fit[], size: number, criterion: string): Fit[] {
  return all.filter((fit) => fit.size === size && fit.criterion === criterion);
}

/** The fits of the smallest of the scales that a study has. */
export function firstScale(all: readonly Fit[]): Fit[] {
  const smallest = Math.min(...all.map(({ features }) => features));
  return all.filter(({ features }) => features === smallest);
}

/** The scales that a study has, upwards. */
export function scalesOf(all: readonly Fit[]): Fit[][] {
  return groupBy(all, ['features']).sort(([a], [b]) => a.features - b.features);
}

/** Sizes of fitted models, upwards. */
export function sizesIn(all: readonly Fit[]): number[] {
  return [...new Set(all.map(({ size }) => size))].sort((a, b) => a - b);
}

/** The size that is nearest to a multiple of the number of examples. */
export function nearestSize(all: readonly Fit[], multiple: number): number {
  const target = multiple * all[0].examples;
  return sizesIn(all).reduce((best, size) =>
    Math.abs(size - target) < Math.abs(best - target) ? size : best,
  );
}

/** One difference `value(treated) - value(control)` per draw, which both arms share. */
export function pairedByDraw(
  treated: readonly Fit[],
  control: readonly Fit[],
  treatedValue: (fit: Fit) => number,
  controlValue = treatedValue,
): number[] {
  const perDraw = (group: readonly Fit[], value: (fit: Fit) => number) =>
    group.map((fit) => ({ seed: DRAWS_AT_MOST * fit.seed + fit.draw, value: value(fit) }));
  return pairedBySeed(
    perDraw(treated, treatedValue),
    perDraw(control, controlValue),
    ({ value }) => value,
  );
}

/** Draws of a seed are numbered below this. */
const DRAWS_AT_MOST = 100_000;

export const risk = (fit: Fit): number => fit.risk;
export const retrained = (fit: Fit): number => fit.retrained;
export const logRisk = (fit: Fit): number => Math.log(fit.risk);
