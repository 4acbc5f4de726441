import type { Command } from 'commander';
import { UserError } from '../../errors.js';
import {
  diffNotebooks,
  type Notebook,
  readNotebook,
  renderDiff,
  stripNotebook,
} from '../../kernel/index.js';
import type { Cli } from '../common.js';

const HELP = `
Shows cells that were added, removed, moved or changed: sources line by line, metadata and outputs
in a line each. Cells are the same cell if they have the same id, else by what they say. When cells
were run, how often, and by which version of the compiler does not count.

  $ prunelab notebook diff lesson.ipynb solution.ipynb
  $ prunelab notebook diff lesson.ipynb solution.ipynb --outputs       the text of outputs, too
  $ prunelab notebook diff lesson.ipynb solution.ipynb --no-outputs    nothing of outputs

Exit code: 0 the same, 1 different.

With git, for one look:

  $ git difftool --no-prompt --extcmd='npx prunelab notebook diff' HEAD~1 -- lesson.ipynb

or for every \`git diff\` of a notebook: type once per clone

  $ git config diff.notebook.command 'npx prunelab notebook diff --no-outputs'

and put this line into .gitattributes:

  *.ipynb diff=notebook

(git then hands over seven arguments, or nine for a renamed file, and the exit code is always 0.)`;

export function diffCommand(program: Command, cli: Cli): void {
  program
    .command('diff <files...>')
    .usage('[options] <a> <b>')
    .description('show how two notebooks differ, cell by cell')
    .option('--outputs', 'show the text of outputs, not only that they differ')
    .option('--no-outputs', 'leave outputs out of the comparison')
    .addHelpText('after', HELP)
    .action((files: string[], { outputs }: { outputs?: boolean }) => {
      const { names, paths, fromGit } = whatToCompare(files);
      const [a, b] = paths.map((path) =>
        outputs === false ? stripNotebook(read(path)) : read(path),
      );
      const diff = diffNotebooks(a, b);
      const color = wantsColor(fromGit);
      const lines = renderDiff(diff, names, { color, outputs: outputs ?? false });
      if (lines.length > 0) cli.print(lines.join('\n'));
      if (!diff.same && !fromGit) process.exitCode = 1;
    });
}

interface Comparison {
  readonly names: readonly [string, string];
  readonly paths: readonly [string, string];
  readonly fromGit: boolean;
}

/** Two files, or what git gives an external diff: path, then file, hash and mode of each side. */
function whatToCompare(files: readonly string[]): Comparison {
  if (files.length === 2) {
    return { names: [files[0], files[1]], paths: [files[0], files[1]], fromGit: false };
  }
  if (files.length !== 7 && files.length !== 9) {
    throw new UserError(`${files.length} files are given; expected two notebooks to compare.`);
  }
  const [name, before, , , after, , , renamed = name] = files;
  return {
    names: [
      before === '/dev/null' ? before : `a/${name}`,
      after === '/dev/null' ? after : `b/${renamed}`,
    ],
    paths: [before, after],
    fromGit: true,
  };
}

/** A notebook; no cells for the file that git names when there is none on that side. */
function read(path: string): Notebook {
  return path === '/dev/null'
    ? { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }
    : readNotebook(path);
}

/** Whether a terminal will show it; git's pager is one, though we write into a pipe. */
function wantsColor(fromGit: boolean): boolean {
  if (process.env.NO_COLOR) return false;
  return process.stdout.isTTY || (fromGit && process.env.GIT_PAGER_IN_USE === 'true');
}
