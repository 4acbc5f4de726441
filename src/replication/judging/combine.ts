import { UserError } from '../../errors.js';
import type { Outcome, Verdict } from '../replication.js';

const WEAKEST_FIRST: readonly Outcome[] = ['refuted', 'inconclusive', 'supported'];

/**
 * The verdict on a claim that says several things at once and holds only if all of them do.
 *
 * Supported when every part is, refuted when any part is, else inconclusive. The claim can fail in
 * any part, so its p is the largest of theirs and needs no correction for their number
 * (intersection-union test, Berger 1982). Label, effect, interval and n are those of the part that
 * decides: the weakest outcome, and among equal outcomes the largest p (the first, if tied). An
 * identity has no p and leaves that of the others alone; only a claim of nothing but identities has
 * none either.
 */
export function allOf(parts: readonly Verdict[]): Verdict {
  if (parts.length === 0) {
    throw new UserError('allOf() got no verdicts to combine. Give it at least one.');
  }
  const weakness = ({ outcome }: Verdict): number => WEAKEST_FIRST.indexOf(outcome);
  const [deciding] = [...parts].sort(
    (a, b) => weakness(a) - weakness(b) || (b.p ?? -1) - (a.p ?? -1),
  );
  const ps = parts.map((part) => part.p).filter((p) => p !== null);
  const p = ps.length === 0 ? null : Math.max(...ps);
  return {
    ...deciding,
    p,
    adjustedP: p,
    detail: parts.length === 1 ? deciding.detail : combinedDetail(parts, deciding),
    findings: parts.flatMap((part) => part.findings),
  };
}

function combinedDetail(parts: readonly Verdict[], { label, outcome, detail }: Verdict): string {
  const held = parts.filter((part) => part.outcome === 'supported').length;
  const count =
    held === parts.length
      ? `All ${held} parts of the claim hold`
      : `${held} of the ${parts.length} parts of the claim ${held === 1 ? 'holds' : 'hold'}`;
  const role = outcome === 'supported' ? 'The weakest' : 'What decides';
  return `${count}. ${role} is ${label}: ${detail}`;
}
