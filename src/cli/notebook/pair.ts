import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import type { Cli } from '../common.js';

const HELP = `
A script of cells is a notebook that editors, git and reviewers can read:

  // %% [markdown]
  // # A title
  // and text

  // %% tags=["slow"] id="4f1c"
  const loss = await train();

It is the percent format of jupytext, which can read it, too. The pair is lesson.ipynb and lesson.ts
in one folder; give either, and the other is written:

  $ prunelab notebook pair lesson.ipynb          write lesson.ts
  $ prunelab notebook pair lesson.ts             write or update lesson.ipynb
  $ prunelab notebook pair --sync lesson.ts      the one that was changed last wins
  $ prunelab notebook pair --check notebooks/*.ipynb

Sources, cell types, ids, tags and other metadata are the same in both. Outputs, execution counts
and attachments live in the notebook alone. They stay when the script is edited and paired back,
but a code cell whose source has changed loses its outputs: they were the outputs of other code.

In the script, a line with only ; ends a cell that would run on into the next one, and code that
looks like a marker has // in front. Neither is in the notebook.

A file that was changed after the one you give is not overwritten, unless you say --force. With
--check nothing is written, and the exit code is 1 if a pair disagrees or is incomplete.`;

type Pairs = typeof import('../../kernel/notebook/pair/pair-files.js');

interface Options {
  readonly sync?: true;
  readonly check?: true;
  readonly force?: true;
}

export function pairCommand(program: Command, cli: Cli): void {
  program
    .command('pair <files...>')
    .description('turn notebooks into scripts of cells and back')
    .option('--sync', 'take the file of the pair that was changed last')
    .option('--check', 'change nothing; say which pairs disagree')
    .option('--force', 'overwrite a file even if it is newer')
    .addHelpText('after', HELP)
    .action(async (files: string[], options: Options) => {
      if (options.check && (options.sync || options.force)) {
        throw new UserError('--check writes nothing; leave out --sync and --force.');
      }
      // Loads the compiler, which no other command should wait for.
      const pairs = await import('../../kernel/notebook/pair/pair-files.js');
      for (const file of files) {
        if (options.check) check(cli, pairs, file);
        else pair(cli, pairs, file, options);
      }
    });
}

function pair(
  cli: Cli,
  { pairOf, newerOf, pairFile }: Pairs,
  file: string,
  { sync, force }: Options,
): void {
  const both = pairOf(file);
  const written = pairFile(sync ? newerOf(both) : file, { force: force ?? false });
  cli.print(
    written === undefined
      ? `${both.notebook} and ${both.script} agree`
      : `${written} written from ${written === both.script ? both.notebook : both.script}`,
  );
}

function check(cli: Cli, { pairOf, pairAgrees }: Pairs, file: string): void {
  const both = pairOf(file);
  if (pairAgrees(both)) return;
  cli.print(`${both.notebook} and ${both.script} disagree`);
  process.exitCode = 1;
}
