import { formatEffect, formatInterval, formatP } from '../format.js';
import { explain, OUTCOME_SIGNS, outcomeSentence } from '../outcome.js';
import type { Claim, Verdict } from '../replication.js';

const WIDTH = 100;
const LONGEST_ID = 28;
const GAP = '  ';
/** The column of effects, and how short it may become. */
const EFFECT = 1;
const SHORTEST_EFFECT = 12;

/** The verdicts as the command line prints them, at most 100 columns wide. */
export function terminalTable(verdicts: readonly Verdict[], claims: readonly Claim[]): string {
  const header = ['claim', 'effect', '95 % interval', 'n', 'p', 'Holm p', 'verdict'];
  const cells = verdicts.map((verdict, i) => [
    shorten(claims[i].id, LONGEST_ID),
    formatEffect(verdict.effect, verdict.unit ?? claims[i].unit),
    formatInterval(verdict.interval, verdict.unit ?? claims[i].unit),
    String(verdict.n),
    formatP(verdict.p),
    formatP(verdict.adjustedP),
    `${OUTCOME_SIGNS[verdict.outcome]} ${verdict.outcome}`,
  ]);
  const widths = header.map((_, c) => Math.max(...[header, ...cells].map((row) => row[c].length)));
  const excess = widths.reduce((sum, width) => sum + width + GAP.length, -GAP.length) - WIDTH;
  // Units may be long; what must be read to its end is the verdict.
  widths[EFFECT] -= Math.max(0, Math.min(excess, widths[EFFECT] - SHORTEST_EFFECT));
  const line = (row: readonly string[]): string =>
    shorten(
      row
        .map((cell, c) => (c === EFFECT ? shorten(cell, widths[c]) : cell).padEnd(widths[c]))
        .join(GAP)
        .trimEnd(),
      WIDTH,
    );
  const rule = '-'.repeat(Math.min(WIDTH, line(header).length));
  const body = verdicts.flatMap((verdict, i) => [
    line(cells[i]),
    ...wrap(explain(verdict), WIDTH - 2),
  ]);
  return [line(header), rule, ...body, rule, outcomeSentence(verdicts)].join('\n');
}

function shorten(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** Lines of words, each at most `width` long and indented by two. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((l) => `  ${l}`);
}
