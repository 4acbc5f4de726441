import type { Provenance } from '../experiment/experiment.js';

/**
 * Sentences that warn of results which do not belong together: other kernels, other data behind the
 * same name, uncommitted code.
 *
 * A run is named by its config alone, so the store gives back what was trained before a change of
 * kernels or data; raise the experiment's version, or use another store, to train it anew.
 */
export function warnOfMixture(provenances: readonly Provenance[]): string[] {
  const warnings: string[] = [];
  const engines = distinct(provenances.map(({ engine }) => JSON.stringify(engine)));
  if (engines > 1)
    warnings.push(`these runs were done by ${engines} different engines or kernels.`);
  for (const name of new Set(provenances.flatMap(({ datasets }) => Object.keys(datasets)))) {
    const sums = distinct(
      provenances.map(({ datasets }) => datasets[name]).filter((sum) => sum !== undefined),
    );
    if (sums > 1) warnings.push(`these runs saw ${sums} different versions of ${name}.`);
  }
  const dirty = provenances.filter((p) => p.dirty === true).length;
  if (dirty > 0) warnings.push(`${dirty} of these runs were done with uncommitted changes.`);
  return warnings;
}

function distinct(values: readonly string[]): number {
  return new Set(values).size;
}
