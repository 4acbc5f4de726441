import type { Command } from 'commander';
import { UserError } from '../errors.js';
import { openStore } from '../experiment/store/store.js';
import {
  readRecords,
  writeReadmeTable,
  writeRecord,
  writeRecordedRows,
} from '../replication/records.js';
import { type DataInstead, withDataInstead } from '../replication/data-instead.js';
import { warnOfMixture } from '../replication/mixture.js';
import type { Verdict } from '../replication/replication.js';
import { markdownTable } from '../replication/report/markdown-table.js';
import { readResults } from '../replication/results.js';
import {
  type Cli,
  dataInsteadOption,
  findPreset,
  findReplication,
  presetOption,
  runLine,
  storeOption,
} from './common.js';

const HELP = `
Writes the outcomes of a finished preset to verdicts.json, the rows behind them to results/, and the
claims table of the README. Recording is a decision: look at the report first, commit the files after.

  $ prunelab run frankle2019lottery --preset course
  $ prunelab record frankle2019lottery --preset course`;

interface RecordOptions {
  readonly preset: string;
  readonly store?: string;
  readonly dataInstead: DataInstead;
}

export function recordCommand(program: Command, cli: Cli): void {
  program
    .command('record <replication>')
    .description('write the verdicts of a finished preset into the repository')
    .addOption(presetOption('course'))
    .addOption(storeOption())
    .addOption(dataInsteadOption())
    .addHelpText('after', HELP)
    .action((key: string, options: RecordOptions) => {
      const { dataInstead } = options;
      const preset = findPreset(options.preset);
      const replication = withDataInstead(findReplication(cli, key), preset, dataInstead);
      const results = readResults(replication, preset, openStore(options.store));
      if (results?.from !== 'store') {
        throw new UserError(
          `The store lacks runs of ${key} with preset ${preset}. ` +
            `Run it first: ${runLine(replication, preset)}`,
        );
      }
      const { provenances, rows, verdicts } = results;
      for (const warning of warnOfMixture(provenances)) cli.print(`Note: ${warning}`);
      const { runs, seeds } = replication.presets[preset];
      writeRecord(key, preset, {
        commit: provenances[0].commit,
        engine: provenances[0].engine,
        runs: runs.length,
        seeds: seeds.length,
        ...(Object.keys(dataInstead).length > 0 ? { dataInstead } : {}),
        verdicts: byClaim(replication.claims, verdicts),
      });
      writeRecordedRows(key, preset, rows);
      writeReadmeTable(key, markdownTable(replication, readRecords(key)));
      cli.print(`Recorded ${verdicts.length} verdicts of ${key} (${preset}).`);
    });
}

function byClaim(
  claims: readonly { readonly id: string }[],
  verdicts: readonly Verdict[],
): Record<string, Verdict> {
  return Object.fromEntries(claims.map(({ id }, i) => [id, verdicts[i]]));
}
