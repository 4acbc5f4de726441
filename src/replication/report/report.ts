import type { Provenance, Row } from '../../experiment/experiment.js';
import { toSvg } from '../../plot/render.js';
import { html, type Html, inline, nothing, prose, trusted, webLink } from './html.js';
import { outcomeSentence } from '../outcome.js';
import type { Figure, Paper, PresetName, Replication, Verdict } from '../replication.js';
import type { PresetRecord } from '../records.js';
import { claimsTable } from './report-claims.js';
import { numbersTable } from './report-numbers.js';
import { page } from './report-page.js';
import { provenanceTable } from './report-provenance.js';

export { type IndexEntry, indexHtml } from './report-index.js';

export interface Report {
  readonly replication: Replication;
  readonly presetName: PresetName;
  readonly rows: readonly Row[];
  /** One per claim, in their order. */
  readonly verdicts: readonly Verdict[];
  /** What was recorded earlier: the report says where verdicts changed. */
  readonly record?: PresetRecord | undefined;
  /** Of every run; may be empty when the rows are the recorded ones. */
  readonly provenance: readonly Provenance[];
}

/** The report on a replication as one HTML file that needs nothing else: no script, no network. */
export async function reportHtml(report: Report): Promise<string> {
  const { replication, rows, verdicts, record, provenance } = report;
  const { paper, claims, discussion, deviations, tables = [] } = replication;
  const figures = await Promise.all(replication.figures.map((f) => figureBlock(f, rows)));
  return page(
    `Replication of ${paper.title}`,
    html`${heading(paper)}
      <main>
        ${summary(report)} ${contents(figures.length > 0)}
        <section id="results">
          <h2>Results</h2>
          ${claimsTable(claims, verdicts, record?.verdicts)}
          ${tables.map((t) => numbersTable(t, rows))} ${figures}
        </section>
        ${section('scope', 'Scope of reproducibility', prose(discussion.scope))}
        <section id="methodology">
          <h2>Methodology</h2>
          ${prose(discussion.methodology)}
          ${
            deviations.length === 0
              ? nothing
              : html`<h3>Deviations from the paper</h3>
                  <ul>
                    ${deviations.map((deviation) => html`<li>${inline(deviation)}</li>`)}
                  </ul>`
          }
        </section>
        ${section('easy', 'What was easy', prose(discussion.whatWasEasy))}
        ${section('difficult', 'What was difficult', prose(discussion.whatWasDifficult))}
        ${section(
          'communication',
          'Communication with original authors',
          prose(discussion.communication),
        )}
        ${section('provenance', 'Provenance', provenanceTable(provenance, record))}
        ${section('reproduce', 'How to reproduce', instructions(report))}
      </main>`,
  );
}

function heading({ title, authors, venue, year, url }: Paper): Html {
  return html`<header>
    <p class="kicker">Replication report</p>
    <h1>${title}</h1>
    <p class="authors">${authors.join(', ')}</p>
    <p class="venue">${webLink(url, `${venue} ${year}`)}</p>
  </header>`;
}

function summary({ replication, presetName, verdicts, record }: Report): Html {
  const recorded = record?.verdicts;
  const changed = replication.claims.filter(
    ({ id }, i) => recorded?.[id] !== undefined && recorded[id].outcome !== verdicts[i].outcome,
  );
  return html`<section id="summary" class="summary">
    <h2>Summary</h2>
    <p>
      <strong>${outcomeSentence(verdicts)}</strong>
      ${
        changed.length === 0
          ? nothing
          : html`<strong class="changed">
              Changed since they were recorded: ${changed.map(({ id }) => id).join(', ')}.
            </strong>`
      }
    </p>
    <p>Preset <code>${presetName}</code>: ${inline(replication.presets[presetName].description)}</p>
  </section>`;
}

function contents(withFigures: boolean): Html {
  return html`<nav aria-label="Contents">
    <a href="#results">Claims${withFigures ? ' and figures' : ''}</a>
    <a href="#scope">Scope</a> <a href="#methodology">Methodology</a>
    <a href="#easy">What was easy</a> <a href="#difficult">What was difficult</a>
    <a href="#communication">Communication</a> <a href="#provenance">Provenance</a>
    <a href="#reproduce">How to reproduce</a>
  </nav>`;
}

function section(id: string, title: string, body: Html): Html {
  return html`<section id="${id}">
    <h2>${title}</h2>
    ${body}
  </section>`;
}

async function figureBlock(figure: Figure, rows: readonly Row[]): Promise<Html> {
  const { id, title, caption, source } = figure;
  const svg = await toSvg(figure.spec(rows));
  return html`<figure id="figure-${id}">
    <div class="plot" role="img" aria-label="${title}" tabindex="0">
      ${trusted(withOwnIds(svg, `figure-${id}-`))}
    </div>
    <figcaption>
      <strong>${title}</strong> ${inline(caption)} <span class="note">Repeats ${source}.</span>
    </figcaption>
  </figure>`;
}

/** Ids inside a drawing are made unique, since all drawings of a report share one page. */
function withOwnIds(svg: string, prefix: string): string {
  return svg.replace(/(<[^>]*\sid=")/g, `$1${prefix}`).replace(/(url\(#|href="#)/g, `$1${prefix}`);
}

function instructions({ replication, presetName, provenance, record }: Report): Html {
  const commits = new Set(provenance.map((run) => run.commit));
  if (provenance.length === 0) commits.add(record?.commit ?? null);
  const [commit] = commits;
  const checkout = commits.size === 1 && commit !== null ? [`git checkout ${commit}`] : [];
  const instead = Object.entries(record?.dataInstead ?? {}).map(
    ([name, other]) => ` --data-instead ${name}=${other}`,
  );
  const commands = [
    ...checkout,
    'npm ci',
    'npm run build',
    `npx prunelab run ${replication.paper.key} --preset ${presetName}${instead.join('')}`,
  ];
  return html`<p>In a clone of prunelab:</p>
    <pre><code>${commands.join('\n')}</code></pre>
    <p>Runs that are already in the store are not repeated.</p>`;
}
