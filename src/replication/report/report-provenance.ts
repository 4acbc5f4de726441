import type { Provenance } from '../../experiment/experiment.js';
import { formatDuration } from '../../experiment/sweep/tracker.js';
import type { PresetRecord } from '../records.js';
import { html, type Html } from './html.js';

/** Where the numbers come from: every value that occurs among the runs, or what was recorded. */
export function provenanceTable(
  provenance: readonly Provenance[],
  record: PresetRecord | undefined,
): Html {
  if (provenance.length > 0) return table(ofRuns(provenance));
  const origin = html`<p>
    These numbers come from the rows kept with the replication, not from runs in this store.
  </p>`;
  return record === undefined ? origin : html`${origin} ${table(ofRecord(record))}`;
}

type Line = readonly [name: string, values: readonly string[]];

function ofRuns(provenance: readonly Provenance[]): Line[] {
  const started = provenance.map((run) => run.startedAt).sort();
  const seconds = provenance.reduce((sum, run) => sum + run.seconds, 0);
  return [
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
}

function ofRecord({ commit: name, engine, runs, seeds }: PresetRecord): Line[] {
  return [
    ['Commit', [name ?? 'outside a repository']],
    ['Engine', [pairs(engine).join(', ')]],
    ['Runs', [`${runs}, ${seeds} seeds`]],
  ];
}

function table(lines: readonly Line[]): Html {
  return html`<table class="provenance">
    <tbody>
      ${lines.map(
        ([name, values]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td>${values.map((value) => html`<div>${value}</div>`)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
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
