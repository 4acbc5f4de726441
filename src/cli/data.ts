import type { Command } from 'commander';
import { checkDataset, type DatasetListing, listDatasets } from '../data/check.js';
import { datasetNames, findDataset, getDataset } from '../data/register.js';
import type { DownloadProgress, ObtainedFile } from '../data/data-files.js';
import { type Cli, CLEAR_LINE } from './common.js';

const HELP = `
Data sets are looked for in the folder PRUNELAB_DATA, then in the cache (datasets/cache); every file
is verified by its checksum before it is used. Built-in sets are generated and need no files.

cifar-10 is the official archive and nothing else. cifar-10-jpeg is a set of its own, with checksums
of its own, because its pixels differ; it cannot be downloaded. The -16 sets are made of the same
files, at 16x16 pixels.

  $ prunelab data list
  $ prunelab data get mnist
  $ PRUNELAB_DATA=~/datasets prunelab data check mnist`;

export function dataCommand(program: Command, cli: Cli): void {
  const data = program
    .command('data')
    .description('list, download and verify data sets')
    .addHelpText('after', HELP);

  data
    .command('list')
    .description('every data set and where it is')
    .action(() => {
      for (const listing of listDatasets()) {
        const { name, description, trainSize, testSize } = listing;
        cli.print(`${name.padEnd(16)} ${trainSize} + ${testSize} images, ${placeOf(listing)}`);
        cli.print(`${''.padEnd(16)} ${description}`);
      }
    });

  data
    .command('get <dataset>')
    .description('download what is missing of a data set')
    .action(async (name: string) => {
      const { facts } = findDataset(name);
      if (facts === undefined || facts.files.length === 0) {
        cli.print(`${name} is built in; there is nothing to download.`);
        return;
      }
      for (const { path, action } of await getWithProgress(name)) {
        cli.print(`${action.padEnd(10)} ${path}`);
      }
    });

  data
    .command('check [dataset]')
    .description('verify the files and counts of a data set, or of all')
    .action(async (name: string | undefined) => {
      for (const each of name === undefined ? datasetNames() : [name]) {
        for (const { subject, status, path, detail } of await checkDataset(each)) {
          const place = path === undefined ? '' : ` (${path})`;
          cli.print(`${status.padEnd(7)} ${each} ${subject}${place}: ${detail}`);
          // A data set that was never asked for is no fault, unless it is asked about.
          if (status === 'corrupt' || (status === 'missing' && name !== undefined)) {
            process.exitCode = 1;
          }
        }
      }
    });
}

/** `cached: <folder>`, or `built in`. */
export function placeOf({ status, folder }: DatasetListing): string {
  return folder === undefined ? status : `${status}: ${folder}`;
}

/** Downloads what is missing of a data set, with its progress on the terminal. */
export async function getWithProgress(name: string): Promise<ObtainedFile[]> {
  try {
    return await getDataset(name, showDownload);
  } finally {
    clearLine();
  }
}

function showDownload({ file, received, total }: DownloadProgress): void {
  if (!process.stderr.isTTY) return;
  const percent = Math.floor((100 * received) / total);
  process.stderr.write(`${CLEAR_LINE}${file} ${percent} %`);
}

function clearLine(): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
}
