import { Command } from 'commander';
import { notebookCommand } from '../../src/cli/notebook.js';

/** What a command printed, and the exit code that it asked for. */
export interface CommandResult {
  readonly code: number;
  readonly text: string;
}

/** Runs `prunelab notebook ...` in this process; errors of the user are thrown. */
export async function notebookCli(...args: string[]): Promise<CommandResult> {
  const lines: string[] = [];
  const program = new Command().exitOverride();
  notebookCommand(program, { replications: [], print: (text) => void lines.push(text) });
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await program.parseAsync(['notebook', ...args], { from: 'user' });
    return { code: process.exitCode, text: lines.join('\n') };
  } finally {
    process.exitCode = before;
  }
}
