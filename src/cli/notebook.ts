import type { Command } from 'commander';
import type { Cli } from './common.js';
import { parametersCommand } from './notebook/parameters.js';
import { runCommand } from './notebook/run.js';

const HELP = `
  $ prunelab notebook run notebooks/papers/*.ipynb`;

export function notebookCommand(program: Command, cli: Cli): void {
  const group = program
    .command('notebook')
    .description('run, check, compare and convert notebooks, without Jupyter')
    .addHelpText('after', HELP);
  for (const add of [runCommand, parametersCommand]) add(group, cli);
}
