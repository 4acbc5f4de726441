import { Command, CommanderError } from 'commander';
import { UserError } from '../errors.js';
import type { Replication } from '../replication/replication.js';
import { checkCommand } from './check.js';
import type { Cli } from './common.js';
import { dataCommand } from './data.js';
import { doctorCommand } from './doctor.js';
import { kernelCommand } from './kernel.js';
import { labCommand } from './lab.js';
import { listCommand } from './list.js';
import { notebookCommand } from './notebook.js';
import { recordCommand } from './record.js';
import { reportCommand } from './report.js';
import { runCommand } from './run.js';

const HELP = `
Start here:
  $ prunelab doctor                      what works on this machine
  $ prunelab list                        the papers, their presets and verdicts
  $ prunelab run frankle2019lottery      replicate one on built-in data, in about a minute

Every command explains itself: prunelab help <command>.`;

/** The command line: parses `argv`, does what it says, sets the exit code. */
export async function main(replications: readonly Replication[], argv: string[]): Promise<void> {
  const cli: Cli = { replications, print: (text) => console.log(text) };
  const program = new Command('prunelab')
    .description('A laboratory for neural-network pruning: papers replicated, claim by claim.')
    .addHelpText('after', HELP)
    .showSuggestionAfterError()
    .showHelpAfterError('(add --help to see how it is used)')
    .exitOverride();
  for (const add of [
    listCommand,
    runCommand,
    checkCommand,
    recordCommand,
    reportCommand,
    dataCommand,
    notebookCommand,
    kernelCommand,
    labCommand,
    doctorCommand,
  ]) {
    add(program, cli);
  }
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode;
    else if (error instanceof UserError) {
      console.error(`prunelab: ${error.message}`);
      process.exitCode = 1;
    } else throw error;
  }
}
