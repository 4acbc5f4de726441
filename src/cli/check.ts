import type { Command } from 'commander';
import { openStore, type Store } from '../experiment/store/store.js';
import { readRecords, type Records } from '../replication/records.js';
import { type PresetName, presetNames, type Replication } from '../replication/replication.js';
import { readResults } from '../replication/results.js';
import { type Cli, findPreset, findReplications, runLine, storeOption } from './common.js';

const HELP = `
Judges the claims anew and compares with what is recorded in verdicts.json. Any change of outcome,
for the better or the worse, is an error. Nothing is trained: rows come from the store, or from the
rows kept with the record when the store lacks some.

  $ prunelab check                                     everything that is recorded
  $ prunelab check frankle2019lottery --preset smoke`;

export function checkCommand(program: Command, cli: Cli): void {
  program
    .command('check [replication]')
    .description('compare the verdicts with the recorded ones')
    .option('-p, --preset <name>', 'only this preset')
    .addOption(storeOption())
    .addHelpText('after', HELP)
    .action((key: string | undefined, options: { preset?: string; store?: string }) => {
      const presets = options.preset === undefined ? presetNames : [findPreset(options.preset)];
      const store = openStore(options.store);
      for (const replication of findReplications(cli, key)) {
        const records = readRecords(replication.paper.key);
        for (const preset of presets) {
          const findings = compare(replication, preset, records, store);
          for (const { line } of findings) cli.print(line);
          if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
        }
      }
    });
}

export interface Comparison {
  readonly ok: boolean;
  readonly line: string;
}

/** Judges a preset anew, line by line against its record. */
export function compare(
  replication: Replication,
  preset: PresetName,
  records: Records,
  store: Store,
): Comparison[] {
  const name = `${replication.paper.key} ${preset}`;
  const record = records[preset];
  if (record === undefined) return [{ ok: true, line: `${name}: nothing recorded` }];
  const results = readResults(replication, preset, store);
  if (results === null) {
    const hint = `run it: ${runLine(replication, preset)}`;
    return [{ ok: false, line: `${name}: recorded, but no rows are at hand; ${hint}` }];
  }
  const ids = replication.claims.map((claim) => claim.id);
  const gone = Object.keys(record.verdicts).filter((id) => !ids.includes(id));
  const source = results.from === 'store' ? 'from the store' : 'from the recorded rows';
  return [
    { ok: true, line: `${name} (${results.rows.length} rows ${source})` },
    ...ids.map((id, i): Comparison => {
      const now = results.verdicts[i].outcome;
      const then = record.verdicts[id]?.outcome ?? 'nothing';
      return now === then
        ? { ok: true, line: `  ok       ${id}: ${now}` }
        : { ok: false, line: `  CHANGED  ${id}: recorded ${then}, now ${now}` };
    }),
    ...gone.map((id) => ({
      ok: false,
      line: `  CHANGED  ${id}: recorded, but no claim has this id`,
    })),
  ];
}
