import type { Provenance, Row } from '../experiment/experiment.js';
import type { Store } from '../experiment/store/store.js';
import { readRows } from '../experiment/sweep/sweep.js';
import { checkClaims } from './judging/check-claims.js';
import { readRecordedRows } from './records.js';
import type { PresetName, Replication, Verdict } from './replication.js';

/** The rows of a preset and what they say. */
export interface Results {
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
  /** Of every run, from the store; empty when the rows are the recorded ones. */
  readonly provenances: readonly Provenance[];
  readonly from: 'store' | 'record';
}

/**
 * What there is of a preset, without training anything: the store's rows if it has every run, else
 * the rows kept with the recorded verdicts; null if there are neither.
 */
export function readResults(
  replication: Replication,
  preset: PresetName,
  store: Store,
): Results | null {
  const { runs } = replication.presets[preset];
  const { rows, missing } = readRows(runs, store);
  if (missing.length === 0) {
    return {
      rows,
      verdicts: checkClaims(replication.claims, rows),
      provenances: runs.map(({ experiment, config }) => store.read(experiment, config).provenance),
      from: 'store',
    };
  }
  const recorded = readRecordedRows(replication.paper.key, preset);
  if (recorded === null) return null;
  return {
    rows: recorded,
    verdicts: checkClaims(replication.claims, recorded),
    provenances: [],
    from: 'record',
  };
}
