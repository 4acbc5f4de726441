import { groupBy, mean, pairedBySeed, type Row } from '../../src/index.js';

/** A trained net, at the end of its training. */
export interface Trained {
  readonly arm: string;
  readonly seed: number;
  /** The density asked for. */
  readonly kept: number;
  /** Test error in percent. */
  readonly error: number;
  readonly trainLoss: number;
  /** Percent. */
  readonly trainAccuracy: number;
  /** Of the scoring batch, where it is varied. */
  readonly examples: number | null;
  /** True or random, where both are trained on. */
  readonly labels: string | null;
}

/** The trained nets of a study. */
export function trained(rows: readonly Row[], study: string): Trained[] {
  return rows
    .filter((row) => row.study === study && typeof row.trainAccuracy === 'number')
    .map((row) => ({
      arm: String(row.arm),
      seed: Number(row.seed),
      kept: Number(row.kept),
      error: 100 * (1 - Number(row.testAccuracy)),
      trainLoss: Number(row.trainLoss),
      trainAccuracy: 100 * Number(row.trainAccuracy),
      examples: typeof row.examples === 'number' ? row.examples : null,
      labels: typeof row.labels === 'string' ? row.labels : null,
    }));
}

/** Correlations of one seed: of the map scored on class i with the mean picture of class j. */
export interface ClassMaps {
  readonly seed: number;
  readonly correlations: readonly (readonly number[])[];
}

/** The correlations of every seed, for maps scored on so many examples of one class. */
export function classMaps(rows: readonly Row[], examples: number): ClassMaps[] {
  const measured = rows.filter(
    (row) =>
      row.study === 'class' && row.examples === examples && typeof row.correlation === 'number',
  );
  return groupBy(measured, ['seed']).map((own) => ({
    seed: Number(own[0].seed),
    correlations: groupBy(own, ['scored'])
      .sort(([a], [b]) => Number(a.scored) - Number(b.scored))
      .map((map) =>
        [...map]
          .sort((a, b) => Number(a.class) - Number(b.class))
          .map((row) => Number(row.correlation)),
      ),
  }));
}

/** One arm at one density. */
export interface Selection {
  readonly arm: string;
  readonly kept: number;
}

/** The test error of one selection less that of another, per seed. */
export function errorGap(
  all: readonly Trained[],
  minuend: Selection,
  subtrahend: Selection,
): number[] {
  return gapOf(all, minuend, subtrahend, ({ error }) => error);
}

/** The training loss of one selection less that of another, per seed. */
export function lossGap(
  all: readonly Trained[],
  minuend: Selection,
  subtrahend: Selection,
): number[] {
  return gapOf(all, minuend, subtrahend, ({ trainLoss }) => trainLoss);
}

function gapOf(
  all: readonly Trained[],
  minuend: Selection,
  subtrahend: Selection,
  value: (net: Trained) => number,
): number[] {
  const pick = ({ arm, kept }: Selection): Trained[] =>
    all.filter((net) => net.arm === arm && net.kept === kept);
  return pairedBySeed(pick(minuend), pick(subtrahend), value);
}

/** Errors at one density for scoring batches of `from` examples and more: seeds × sizes, upwards. */
export function errorsBySize(
  all: readonly Trained[],
  kept: number,
  from: number,
): { readonly sizes: readonly number[]; readonly bySeed: readonly (readonly number[])[] } {
  const bySeed = groupBy(
    all.filter((net) => net.kept === kept && Number(net.examples) >= from),
    ['seed'],
  ).map((own) => [...own].sort((a, b) => Number(a.examples) - Number(b.examples)));
  return {
    sizes: bySeed[0].map(({ examples }) => Number(examples)),
    bySeed: bySeed.map((own) => own.map(({ error }) => error)),
  };
}

/** The mean correlation of maps with the digit they were scored on. */
export function ownCorrelation(correlations: ClassMaps['correlations']): number {
  return mean(correlations.map((row, scored) => row[scored]));
}

/** The mean correlation of maps with the nine other digits. */
export function otherCorrelation(correlations: ClassMaps['correlations']): number {
  return mean(correlations.flatMap((row, scored) => row.filter((_, digit) => digit !== scored)));
}

/** How many connections an input pixel has kept, in the mask scored on one digit. */
export interface Pixel {
  readonly scored: number;
  readonly line: number;
  readonly column: number;
  readonly kept: number;
}

/** The maps of the seed that kept them, digit by digit in reading order. */
export function pixelsOfMaps(rows: readonly Row[], examples: number): Pixel[] {
  return rows
    .filter(
      (row) => row.study === 'class' && row.examples === examples && typeof row.line === 'number',
    )
    .map(({ scored, line, column, kept }) => ({
      scored: Number(scored),
      line: Number(line),
      column: Number(column),
      kept: Number(kept),
    }))
    .sort((a, b) => a.scored - b.scored || a.line - b.line || a.column - b.column);
}

/** `95 %`: the share pruned, as the paper says it. */
export function sparsityLabel(density: number): string {
  return `${Number((100 * (1 - density)).toPrecision(3))} %`;
}
