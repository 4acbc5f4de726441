import { type Command, CommanderError } from 'commander';
import { UserError } from '../../errors.js';

/** The exit code of a command that was asked for something impossible; 1 is for a bad notebook. */
const WRONG_USAGE = 2;

/** Makes `command` end with code 2 when it is called with options that do not exist or fit. */
export function strictUsage(command: Command): Command {
  return command.exitOverride(({ exitCode, code, message }) => {
    throw new CommanderError(exitCode === 0 ? 0 : WRONG_USAGE, code, message);
  });
}

/** Does `work`; what the user got wrong is told, and ends with code 2. */
export async function tellingMistakes(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    console.error(`prunelab: ${error.message}`);
    process.exitCode = WRONG_USAGE;
  }
}
