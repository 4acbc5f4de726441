import { formatEffect, formatInterval } from '../format.js';
import type { Records } from '../records.js';
import { presetNames, type Replication } from '../replication.js';

/** The claims and their recorded verdicts as Markdown, one table per recorded preset. */
export function markdownTable({ claims }: Replication, records: Records): string {
  const tables = presetNames.toReversed().flatMap((preset) => {
    const record = records[preset];
    if (record === undefined) return [];
    const lines = claims.flatMap(({ id, statement, paperValue, unit }) => {
      const verdict = record.verdicts[id];
      if (verdict === undefined) return [];
      const { label, effect, interval, n, p, outcome } = verdict;
      const shown = verdict.unit ?? unit;
      const range = p === null ? 'errors within' : '95 % interval';
      const cells = [
        `**${id}** ${statement}`,
        paperValue,
        `${formatEffect(effect, shown)}, ${range} ${formatInterval(interval, shown)}, n = ${n} (${label})`,
        outcome,
      ];
      return [`| ${cells.map(escapeCell).join(' | ')} |`];
    });
    return [
      [
        `Preset \`${preset}\`: ${record.runs} runs, ${record.seeds} seeds.`,
        '',
        '| Claim | Paper | Here | Verdict |',
        '| --- | --- | --- | --- |',
        ...lines,
      ].join('\n'),
    ];
  });
  return tables.join('\n\n');
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
