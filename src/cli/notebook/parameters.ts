import type { Command } from 'commander';
import { readNotebook } from '../../kernel/index.js';
import type { Cli } from '../common.js';
import { strictUsage, tellingMistakes } from './usage.js';

const HELP = `
They are the variables of the code cell tagged parameters. Give them values with
prunelab notebook run <file> -p name=value.`;

export function parametersCommand(program: Command, cli: Cli): void {
  const command = program
    .command('parameters <file>')
    .description('list the parameters of a notebook, with types and defaults')
    .addHelpText('after', HELP)
    .action((file: string) => tellingMistakes(() => list(file, cli)));
  strictUsage(command);
}

async function list(file: string, cli: Cli): Promise<void> {
  const notebook = readNotebook(file);
  // The compiler takes a while to load, and no other command needs it.
  const { notebookParameters } = await import('../../kernel/parameters/with-parameters.js');
  for (const { name, type = 'any', allowed, initial } of notebookParameters(notebook, file)) {
    const meaning = allowed === type || /^[\w[\]]+$/.test(allowed) ? '' : ` (${allowed})`;
    cli.print(`${name}: ${type}${meaning}${initial === undefined ? '' : ` = ${initial}`}`);
  }
}
