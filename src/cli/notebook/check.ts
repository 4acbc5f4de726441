import type { Command } from 'commander';
import type { Finding } from '../../kernel/notebook/check/finding.js';
import { renderFinding } from '../../kernel/notebook/check/render-finding.js';
import type { Cli } from '../common.js';

const HELP = `
Reads notebooks without running them, in seconds, and says what would go wrong or mislead:

  type                    (error)    the compiler refuses the cell, as the kernel would
  use-before-definition   (error)    it uses a name that only a later cell defines
  process-exit            (warning)  it would end the kernel
  unused-promise          (warning)  nobody awaits what it starts
  hidden-state            (warning)  its outputs do not come from one run from top to bottom
  redefinition            (info)     it makes a name of an earlier cell something else

Each cell sees the names of the cells above it. Imports start at the notebook's folder, and the
tsconfig.json of the project counts as it does in the kernel. Cells tagged skip-execution are left
out; in cells tagged raises-exception the compiler may find errors.

  $ prunelab notebook check lesson.ipynb
  $ prunelab notebook check --strict notebooks/*.ipynb      warnings count as errors
  $ prunelab notebook check --json lesson.ipynb             one JSON array, for editors

Exit code: 0 no error, 1 an error was found.`;

interface Options {
  readonly strict?: true;
  readonly json?: true;
}

export function checkCommand(program: Command, cli: Cli): void {
  program
    .command('check <files...>')
    .description('find mistakes in notebooks without running them')
    .option('--strict', 'let warnings fail the check, too')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', HELP)
    .action(async (files: string[], { strict, json }: Options) => {
      // Loads the compiler, which no other command should wait for.
      const { checkNotebook } = await import('../../kernel/notebook/check/check-notebook.js');
      const findings = files.flatMap((file) =>
        checkNotebook(file).map((finding) => ({ file, ...finding })),
      );
      if (json) cli.print(JSON.stringify(findings, null, 2));
      else {
        for (const each of findings) cli.print(renderFinding(each.file, each).join('\n'));
        cli.print(summary(findings, files.length));
      }
      const fails = findings.some(
        ({ level }) => level === 'error' || (strict && level === 'warning'),
      );
      if (fails) process.exitCode = 1;
    });
}

function summary(findings: readonly Finding[], notebooks: number): string {
  const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;
  const levels = (['error', 'warning', 'info'] as const)
    .map((level) => ({ level, n: findings.filter((each) => each.level === level).length }))
    .filter(({ n }) => n > 0)
    .map(({ level, n }) => count(n, level));
  return `${count(notebooks, 'notebook')} checked: ${levels.join(', ') || 'nothing found'}`;
}
