import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import { readText, replaceFile, stripText } from '../../kernel/index.js';
import type { Cli } from '../common.js';

const HELP = `
Takes away what running a notebook leaves in it: outputs, execution counts, timings, folded or
scrolled outputs, widget state, and the version of the compiler. Everything else stays as it is:
sources, ids, tags, keys we do not know. Stripping twice changes nothing.

  $ prunelab notebook strip lesson.ipynb                  strip it in place
  $ prunelab notebook strip --check notebooks/*.ipynb     only say which are not stripped
  $ prunelab notebook strip - < lesson.ipynb > clean.ipynb

As a git filter, your notebooks keep their outputs and git never sees them. Type once per clone

  $ git config filter.notebook.clean 'npx prunelab notebook strip -'
  $ git config filter.notebook.smudge cat
  $ git config filter.notebook.required true

and put this line into .gitattributes:

  *.ipynb filter=notebook

With --check the exit code is 1 if any notebook has something to strip.`;

interface Options {
  readonly check?: true;
  readonly stdout?: true;
}

export function stripCommand(program: Command, cli: Cli): void {
  program
    .command('strip <files...>')
    .description('take outputs and other traces of running out of notebooks')
    .option('--check', 'change nothing; say which notebooks are not stripped')
    .option('--stdout', 'print the stripped notebook instead of changing the file')
    .addHelpText('after', HELP)
    .action((files: string[], options: Options) => {
      if (options.stdout && (options.check || files.length > 1)) {
        throw new UserError('--stdout prints one notebook; give one file, and no --check.');
      }
      for (const file of files) strip(cli, file, options);
    });
}

function strip(cli: Cli, file: string, { check, stdout }: Options): void {
  const text = textOf(file);
  const stripped = stripText(text, file === '-' ? 'standard input' : file);
  if (check) {
    if (stripped === text) return;
    cli.print(`${file} is not stripped`);
    process.exitCode = 1;
  } else if (stdout || file === '-') {
    process.stdout.write(stripped);
  } else if (stripped !== text) {
    replaceFile(file, stripped);
    cli.print(`${file} stripped`);
  }
}

function textOf(file: string): string {
  try {
    return readText(file === '-' ? 0 : file);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`Cannot read ${file}: ${(cause as Error).message}.`, { cause });
  }
}
