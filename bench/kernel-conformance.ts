/**
 * What our kernel, stock tslab and Deno's kernel do of the protocol: the public conformance list and
 * our own stricter checks, side by side.
 *
 *   npm run bench:kernel-conformance [-- --deno <path of the program>] [--only prunelab,tslab] [--markdown]
 *
 * Deno takes part if it is installed: npm i --no-save deno
 */
import { checks } from '../test/support/conformance/checks.js';
import { tiers, type Check, type Verdict } from '../test/support/conformance/check.js';
import { conduct, type Report } from '../test/support/conformance/conduct.js';
import { deno, ours, tslab, type Subject } from '../test/support/conformance/subjects.js';
import { option } from './timing.js';

const signs: Readonly<Record<Verdict['outcome'], string>> = {
  pass: 'yes',
  half: 'half',
  fail: 'no',
  lacking: '-',
};

const only = option('only')?.split(',');
const subjects = [ours(), tslab(), deno(option('deno'))].filter(
  (subject): subject is Subject =>
    subject !== undefined && (only === undefined || only.includes(subject.name)),
);
const reports: Report[] = [];
for (const subject of subjects) {
  console.error(`${subject.name} ...`);
  reports.push(await conduct(subject, checks, { patience: 8 }));
}

const rows: string[][] = [['', ...reports.map(({ name }) => name)]];
for (const [tier, title] of Object.entries(tiers)) {
  const ofTier = checks.filter((check) => String(check.tier) === tier);
  rows.push([`${tier}. ${title}`, ...reports.map((report) => count(report, ofTier))]);
  for (const { id, verifies } of ofTier) {
    rows.push([
      `${id}: ${verifies}`,
      ...reports.map(({ verdicts }) => signs[verdicts.get(id)!.outcome]),
    ]);
  }
}
const listed = checks.filter(({ tier }) => tier < 5);
const beyond = checks.filter(({ tier }) => tier === 5);
rows.push(['the public list', ...reports.map((report) => count(report, listed))]);
rows.push(['beyond it', ...reports.map((report) => count(report, beyond))]);
rows.push(['seconds to the first answer', ...reports.map(({ start }) => start.answer.toFixed(2))]);
rows.push([
  'seconds to the end of the first cell',
  ...reports.map(({ start }) => start.cell.toFixed(2)),
]);
rows.push(['times it had to be restarted', ...reports.map(({ lost }) => String(lost.length))]);

console.log(option('markdown') === undefined ? asText(rows) : asMarkdown(rows));
for (const { name, verdicts } of reports) {
  for (const [id, { outcome, note }] of verdicts) {
    if (outcome !== 'pass') console.log(`${name}: ${id}: ${signs[outcome]}, ${brief(note)}`);
  }
}
if (!subjects.some(({ name }) => name === 'deno') && only?.includes('deno') !== false) {
  console.log('deno: not installed: npm i --no-save deno');
}

function count({ verdicts }: Report, some: readonly Check[]): string {
  const passed = some.filter(({ id }) => verdicts.get(id)!.outcome === 'pass').length;
  return `${passed}/${some.length}`;
}

function brief(note: string): string {
  const line = note.replaceAll(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

function asText(table: readonly string[][]): string {
  const widths = table[0].map((_, column) => Math.max(...table.map((row) => row[column].length)));
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function asMarkdown([head, ...body]: readonly string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
