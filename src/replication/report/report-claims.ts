import { formatEffect, formatInterval, formatP, formatThreshold } from '../format.js';
import { html, type Html, inline, nothing } from './html.js';
import { intervalGlyph } from './interval-glyph.js';
import { explain, OUTCOME_SIGNS } from '../outcome.js';
import type { Claim, ClaimKind, Finding, Outcome, Verdict } from '../replication.js';

/** Verdicts recorded earlier, by claim. */
export type Recorded = Readonly<Record<string, Verdict>>;

/** The table of claims: what the paper says, what we measured, and what follows. */
export function claimsTable(
  claims: readonly Claim[],
  verdicts: readonly Verdict[],
  recorded: Recorded | undefined,
): Html {
  return html`<table class="claims">
    <caption>
      Every claim with the test fixed for it in advance. Bar: 95 % interval of the effect over the
      seeds, dot: the effect, line: zero, dashed: the smallest effect that counts. An identity has
      errors instead, no seeds but cases, and no p.
    </caption>
    <thead>
      <tr>
        <th scope="col">Claim</th>
        <th scope="col">Paper</th>
        <th scope="col">Here</th>
        <th scope="col">Seeds</th>
        <th scope="col">
          <abbr title="before and after Holm's correction for the number of claims">p</abbr>
        </th>
        <th scope="col">Verdict</th>
      </tr>
    </thead>
    ${claims.map((claim, i) => claimRows(claim, verdicts[i], recorded))}
  </table>`;
}

/** The outcome as a coloured word with a sign. */
export function outcomeBadge(outcome: Outcome): Html {
  const sign = html`<span aria-hidden="true">${OUTCOME_SIGNS[outcome]}</span>`;
  return html`<span class="outcome ${outcome}">${sign} ${outcome}</span>`;
}

function claimRows(claim: Claim, verdict: Verdict, recorded: Recorded | undefined): Html {
  const { id, statement, source, kind, paperValue } = claim;
  const { unit = claim.unit, effect, interval, n, p, adjustedP, outcome } = verdict;
  const marks = marksOf(claim);
  return html`<tbody>
    <tr>
      <th scope="row">
        <span class="id">${id}</span> ${inline(statement)}
        <span class="note">${[source, kind, ...fixedInAdvance(claim)].join(', ')}</span>
      </th>
      <td data-label="Paper">${inline(paperValue.replaceAll(' %', '\u00a0%'))}</td>
      <td data-label="Here">
        <span class="effect">${formatEffect(effect, unit)}</span>
        <span class="note">${formatInterval(interval, unit)}</span>
        ${intervalGlyph(effect, interval, marks)}
      </td>
      <td data-label="Seeds" class="number">${n}</td>
      <td data-label="p" class="number">
        ${formatP(p)}
        ${p === null ? nothing : html`<span class="note">Holm ${formatP(adjustedP)}</span>`}
      </td>
      <td data-label="Verdict">
        ${outcomeBadge(outcome)}
        ${recorded === undefined ? nothing : history(outcome, recorded[id])}
      </td>
    </tr>
    <tr class="why">
      <td colspan="6">${inline(explain(verdict))} ${findingsOf(verdict, claim)}</td>
    </tr>
  </tbody>`;
}

/** What `minimumEffect` is called where effects shall be small, not large. */
const KINDS_OF_BOUND: Readonly<Partial<Record<ClaimKind, string>>> = {
  equivalence: 'margin',
  identity: 'tolerance',
};

/** The smallest effect that counts, or the margin; nothing where only the sign matters. */
function fixedInAdvance({ kind, minimumEffect, unit }: Claim): string[] {
  if (minimumEffect === 0) return [];
  const value = formatThreshold(minimumEffect, unit).replace(' ', '\u00a0');
  return [`${KINDS_OF_BOUND[kind] ?? 'minimum'}\u00a0${value}`];
}

/** The values fixed in advance, as the picture of the interval shows them. */
function marksOf({ kind, minimumEffect }: Claim): number[] {
  if (minimumEffect === 0) return [];
  return kind in KINDS_OF_BOUND ? [-minimumEffect, minimumEffect] : [minimumEffect];
}

function history(outcome: Outcome, before: Verdict | undefined): Html {
  if (before === undefined) return html`<span class="note">not recorded yet</span>`;
  if (before.outcome === outcome) return html`<span class="note">as recorded</span>`;
  return html`<strong class="changed">CHANGED: was ${before.outcome}</strong>`;
}

function findingsOf({ findings }: Verdict, claim: Claim): Html {
  if (findings.length < 2) return nothing;
  return html`<details>
    <summary>The ${findings.length} findings behind it</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Findings behind ${claim.id}">
      <table class="findings">
        <thead>
          <tr>
            <th scope="col">Finding</th>
            <th scope="col">Effect</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Seeds</th>
            <th scope="col">p</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          ${findings.map((finding) => findingRow(finding, claim.unit))}
        </tbody>
      </table>
    </div>
  </details>`;
}

function findingRow(finding: Finding, claimUnit: string): Html {
  const { label, effect, unit = claimUnit, interval, n, p, outcome } = finding;
  return html`<tr>
    <th scope="row">${label}</th>
    <td>${formatEffect(effect, unit)}</td>
    <td>${formatInterval(interval, unit)}</td>
    <td class="number">${n}</td>
    <td class="number">${formatP(p)}</td>
    <td>${outcomeBadge(outcome)}</td>
  </tr>`;
}
