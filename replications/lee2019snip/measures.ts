import { groupBy, type Row } from '../../src/index.js';

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

/** `95 %`: the share pruned, as the paper says it. */
export function sparsityLabel(density: number): string {
  return `${Number((100 * (1 - density)).toPrecision(3))} %`;
}
