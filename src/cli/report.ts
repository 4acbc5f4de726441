import fs from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.js';
import { openStore, type Store } from '../experiment/store/store.js';
import { readRecords } from '../replication/records.js';
import { indexHtml, reportHtml } from '../replication/report/report.js';
import { type PresetName, presetNames, type Replication } from '../replication/replication.js';
import { readResults, type Results } from '../replication/results.js';
import {
  type Cli,
  findPreset,
  findReplications,
  presetOption,
  runLine,
  storeOption,
} from './common.js';

const HELP = `
Writes one self-contained HTML page per replication and an index. Nothing is trained: rows come from
the store, or from the recorded results when the store lacks some.

  $ prunelab report                                      every replication
  $ prunelab report frankle2019lottery --preset course`;

export function reportCommand(program: Command, cli: Cli): void {
  program
    .command('report [replication]')
    .description('write the HTML reports from what is already there')
    .addOption(presetOption('course'))
    .addOption(storeOption())
    .option('-o, --out <folder>', 'where the reports go', REPORTS_FOLDER)
    .addHelpText('after', HELP)
    .action(
      async (key: string | undefined, options: { preset: string; store?: string; out: string }) => {
        const preset = findPreset(options.preset);
        const store = openStore(options.store);
        for (const replication of findReplications(cli, key)) {
          const results = readResults(replication, preset, store);
          if (results !== null) {
            cli.print(await writeReport(replication, preset, results, options.out));
          } else if (key !== undefined) throw nothingToReport(replication, preset);
          else cli.print(nothingToReport(replication, preset).message);
        }
        cli.print(writeIndex(cli, store, options.out));
      },
    );
}

/** Where reports go unless told otherwise. */
export const REPORTS_FOLDER = 'reports';

/** Writes the page of one preset; returns its path. */
export async function writeReport(
  replication: Replication,
  preset: PresetName,
  results: Results,
  folder: string,
): Promise<string> {
  const { key } = replication.paper;
  const html = await reportHtml({
    replication,
    presetName: preset,
    rows: results.rows,
    verdicts: results.verdicts,
    record: readRecords(key)[preset],
    provenance: results.provenances,
  });
  const file = path.join(folder, pageName(replication, preset));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, html);
  return file;
}

/** Writes the index of every page that is in the folder; returns its path. */
export function writeIndex(cli: Cli, store: Store, folder: string): string {
  const entries = cli.replications.flatMap((replication) =>
    presetNames.flatMap((presetName) => {
      const href = pageName(replication, presetName);
      if (!fs.existsSync(path.join(folder, href))) return [];
      const results = readResults(replication, presetName, store);
      if (results === null) return [];
      return [{ paper: replication.paper, presetName, verdicts: results.verdicts, href }];
    }),
  );
  const file = path.join(folder, 'index.html');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(file, indexHtml(entries));
  return file;
}

function pageName({ paper }: Replication, preset: PresetName): string {
  return `${paper.key}-${preset}.html`;
}

function nothingToReport(replication: Replication, preset: PresetName): UserError {
  return new UserError(
    `Nothing has been run of ${replication.paper.key} with preset ${preset}. ` +
      `Run it first: ${runLine(replication, preset)}`,
  );
}
