import type { Provenance } from '../../experiment/experiment.js';
import { html, type Html } from './html.js';

/** Where the numbers come from: every value that occurs among the runs. */
export function provenanceTable(provenance: readonly Provenance[]): Html {
  if (provenance.length === 0) {
    return html`<p>
      These numbers come from the rows recorded with the replication, not from runs in this store;
      the commit and the engine that made them are in its <code>verdicts.json</code>.
    </p>`;
  }
  const started = provenance.map((run) => run.startedAt).sort();
  const seconds = provenance.reduce((sum, run) => sum + run.seconds, 0);
  const rows: [string, readonly string[]][] = [
    ['Commit', distinct(provenance, commit)],
    ['Versions', distinct(provenance, ({ versions }) => pairs(versions).join(', '))],
    ['Engine', distinct(provenance, ({ engine }) => pairs(engine).join(', '))],
    ['Device', distinct(provenance, ({ device }) => device)],
    ['Host', distinct(provenance, ({ host, launcher }) => `${host}, launched by ${launcher}`)],
    ['Data sets (sha256)', [...new Set(provenance.flatMap(({ datasets }) => pairs(datasets)))]],
    ['Runs', [String(provenance.length)]],
    ['Compute time', [formatDuration(seconds)]],
    ['Started', [`${started[0]} (first), ${started[started.length - 1]} (last)`]],
  ];
  return html`<table class="provenance">
    <tbody>
      ${rows.map(
        ([name, values]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${values.map((value) => html`<div>${value}</div>`)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** `1 h 05 min`, `4 min 10 s`, `12.3 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

function commit({ commit: name, dirty }: Provenance): string {
  if (name === null) return 'outside a repository';
  return dirty === true ? `${name} with uncommitted changes` : name;
}

function pairs(record: Readonly<Record<string, string>>): string[] {
  return Object.entries(record).map(([name, value]) => `${name} ${value}`);
}

/** The values that occur, most frequent first, with how often where there are several. */
function distinct(
  provenance: readonly Provenance[],
  value: (run: Provenance) => string,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const run of provenance) counts.set(value(run), (counts.get(value(run)) ?? 0) + 1);
  if (counts.size === 1) return [...counts.keys()];
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} (${count} run${count === 1 ? '' : 's'})`);
}
