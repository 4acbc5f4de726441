import { UserError } from '../../errors.js';
import type { Row } from '../../experiment/experiment.js';
import { holmAdjust } from '../../math/significance/holm.js';
import { formatP, statedP } from '../format.js';
import type { Claim, Verdict } from '../replication.js';
import { ALPHA } from './verdict.js';

/** The verdicts on all claims of a paper, in their order, corrected for their number. */
export function checkClaims(claims: readonly Claim[], rows: readonly Row[]): Verdict[] {
  const ids = claims.map((claim) => claim.id);
  const twice = ids.find((id, i) => ids.indexOf(id) < i);
  if (twice !== undefined) {
    throw new UserError(`Two claims are called '${twice}'. Give each claim an id of its own.`);
  }
  return holm(claims.map((claim) => claim.check(rows)));
}

/**
 * Corrects the p-values of a paper's verdicts for their number (Holm) and makes those
 * `inconclusive` that were `supported` only without the correction.
 *
 * A refutation stands: the correction guards against finding support by trying often. Identities
 * have no p; they neither count nor change.
 */
export function holm(verdicts: readonly Verdict[]): Verdict[] {
  const ps = verdicts.map(({ p }) => p).filter((p) => p !== null);
  const adjusted = holmAdjust(ps).values();
  return verdicts.map((verdict) =>
    verdict.p === null ? verdict : corrected(verdict, verdict.p, adjusted.next().value!, ps.length),
  );
}

function corrected(verdict: Verdict, p: number, adjustedP: number, claims: number): Verdict {
  if (verdict.outcome !== 'supported' || adjustedP < ALPHA) return { ...verdict, adjustedP };
  const detail =
    `${verdict.detail} But with ${claims} claims tested, ${statedP(p)} becomes ` +
    `${formatP(adjustedP)} (Holm), which is not below ${ALPHA}.`;
  return { ...verdict, adjustedP, outcome: 'inconclusive', detail };
}
