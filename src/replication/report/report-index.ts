import { html, type Html } from './html.js';
import { countOutcomes, OUTCOMES, OUTCOME_SIGNS } from '../outcome.js';
import type { Paper, PresetName, Verdict } from '../replication.js';
import { page } from './report-page.js';

/** One replication on the index page. */
export interface IndexEntry {
  readonly paper: Paper;
  readonly presetName: PresetName;
  readonly verdicts: readonly Verdict[];
  /** Where its report lies, relative to the index. */
  readonly href: string;
}

/** The page that lists all replications with their outcomes and leads to their reports. */
export function indexHtml(entries: readonly IndexEntry[]): string {
  const papers = new Set(entries.map(({ paper }) => paper.key));
  return page(
    'Replications of neural-network pruning',
    html`<header>
        <p class="kicker">prunelab</p>
        <h1>Replications of neural-network pruning</h1>
      </header>
      <main>
        <section class="summary">
          <p>
            <strong>${count(papers.size, 'paper')}, ${count(entries.length, 'report')}.</strong>
            A refuted claim and an inconclusive one are results too.
          </p>
        </section>
        <div class="scroll" tabindex="0" role="region" aria-label="Replications">
          <table class="index">
            <thead>
              <tr>
                <th scope="col">Paper</th>
                <th scope="col">Preset</th>
                ${OUTCOMES.map((outcome) => html`<th scope="col" class="number">${outcome}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${entries.map(entryRow)}
            </tbody>
          </table>
        </div>
      </main>`,
  );
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function entryRow({ paper, presetName, verdicts, href }: IndexEntry): Html {
  const counts = countOutcomes(verdicts);
  return html`<tr>
    <th scope="row">
      <a href="${href}">${paper.title}</a>
      <span class="note">${paper.authors.join(', ')}. ${paper.venue} ${paper.year}</span>
    </th>
    <td>${presetName}</td>
    ${OUTCOMES.map((outcome) =>
      counts[outcome] === 0
        ? html`<td class="number none">0</td>`
        : html`<td class="number" data-label="${outcome}">
            <span class="outcome ${outcome}">
              <span aria-hidden="true">${OUTCOME_SIGNS[outcome]}</span> ${counts[outcome]}
            </span>
          </td>`,
    )}
  </tr>`;
}
