import type { Command } from 'commander';
import { type NotebooksResult, runNotebooks } from '../../kernel/index.js';
import type { Cli } from '../common.js';

const HELP = `
Runs every cell from top to bottom in a fresh kernel, without Jupyter, and stops at the first error.
The notebooks themselves are not changed; --out keeps executed copies.

  $ prunelab notebook run notebooks/papers/frankle2019lottery.ipynb
  $ prunelab notebook run notebooks/papers/*.ipynb --out executed`;

export function runCommand(program: Command, cli: Cli): void {
  program
    .command('run <files...>')
    .description('run notebooks headless and say whether they work')
    .option('-o, --out <folder>', 'keep executed copies here')
    .option('-t, --timeout <seconds>', 'the longest a cell may take', '600')
    .addHelpText('after', HELP)
    .action(async (files: string[], options: { out?: string; timeout: string }) => {
      const outcome: NotebooksResult = await runNotebooks(files, {
        timeout: Number(options.timeout),
        ...(options.out === undefined ? {} : { outputFolder: options.out }),
        onNotebook: ({ path, status, seconds, message, cells }) => {
          cli.print(`${status.padEnd(6)} ${path} (${cells.length} cells, ${seconds.toFixed(1)} s)`);
          if (message !== undefined) cli.print(message);
          for (const { number } of cells.filter((cell) => cell.outputLost)) {
            cli.print(`       cell ${number}: the kernel lost part of its output`);
          }
        },
      });
      process.exitCode = outcome.exitCode;
    });
}
