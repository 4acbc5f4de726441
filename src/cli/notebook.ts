import type { Command } from 'commander';
import type { Cli } from './common.js';
import { checkCommand } from './notebook/check.js';
import { diffCommand } from './notebook/diff.js';
import { pairCommand } from './notebook/pair.js';
import { parametersCommand } from './notebook/parameters.js';
import { runCommand } from './notebook/run.js';
import { stripCommand } from './notebook/strip.js';

const HELP = `
  $ prunelab notebook run notebooks/papers/*.ipynb
  $ prunelab notebook check lesson.ipynb
  $ prunelab notebook strip lesson.ipynb
  $ prunelab notebook diff lesson.ipynb solution.ipynb
  $ prunelab notebook pair lesson.ipynb`;

export function notebookCommand(program: Command, cli: Cli): void {
  const group = program
    .command('notebook')
    .description('run, check, compare and convert notebooks, without Jupyter')
    .addHelpText('after', HELP);
  for (const add of [
    runCommand,
    parametersCommand,
    checkCommand,
    stripCommand,
    diffCommand,
    pairCommand,
  ]) {
    add(group, cli);
  }
}
