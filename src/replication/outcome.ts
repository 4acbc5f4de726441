import type { Outcome, Verdict } from './replication.js';

/** In the order they are counted. */
export const OUTCOMES: readonly Outcome[] = ['supported', 'refuted', 'inconclusive'];

/** A sign beside the word, so that nothing depends on colour. */
export const OUTCOME_SIGNS: Readonly<Record<Outcome, string>> = {
  supported: '✓',
  refuted: '✗',
  inconclusive: '○',
};

/** How many have each outcome. */
export function countOutcomes(
  verdicts: readonly { readonly outcome: Outcome }[],
): Record<Outcome, number> {
  const counts = { supported: 0, refuted: 0, inconclusive: 0 };
  for (const { outcome } of verdicts) counts[outcome]++;
  return counts;
}

/** `Of 5 claims, 3 are supported, 1 is refuted and 1 is inconclusive.` */
export function outcomeSentence(verdicts: readonly { readonly outcome: Outcome }[]): string {
  if (verdicts.length === 0) return 'No claim was tested.';
  const counts = countOutcomes(verdicts);
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map(
    (outcome) => `${counts[outcome]} ${counts[outcome] === 1 ? 'is' : 'are'} ${outcome}`,
  );
  const claims = `${verdicts.length} claim${verdicts.length === 1 ? '' : 's'}`;
  return `Of ${claims}, ${parts.join(', ').replace(/, (?=[^,]*$)/, ' and ')}.`;
}

/** What was compared, and why the outcome is what it is; a claim of several parts names its own. */
export function explain({ label, detail, findings }: Verdict): string {
  if (findings.length > 1) return detail;
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${detail}`;
}
