import { type Command, InvalidArgumentError } from 'commander';
import {
  findKernel,
  type Given,
  givenByFile,
  givenByText,
  runNotebooks,
} from '../../kernel/index.js';
import { type Cli, positiveInteger } from '../common.js';
import { runProgress } from './run-progress.js';
import { cellLine, lastLines, notebookLines } from './run-report.js';
import { strictUsage, tellingMistakes } from './usage.js';

interface Options {
  readonly out?: string;
  readonly inPlace?: boolean;
  readonly parameter?: readonly string[];
  readonly parameters?: string;
  readonly timeout: number;
  readonly slow?: boolean;
  readonly jobs: number;
  readonly kernel: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** The exit code after Ctrl-C, as shells have it; a second Ctrl-C does not wait for anything. */
const STOPPED = 130;

const HELP = `
Runs every cell from top to bottom in a fresh kernel, without Jupyter, and stops at the first error.
The notebook is not changed unless you say --in-place; then it is written back if it succeeds.

  $ prunelab notebook run notebooks/papers/frankle2019lottery.ipynb
  $ prunelab notebook run lesson.ipynb -o executed.ipynb
  $ prunelab notebook run notebooks/papers/*.ipynb -o executed --jobs 2
  $ prunelab notebook run sweep.ipynb -p seeds=3 -p dataset=mnist -p 'densities=[0.2, 0.05]'

Parameters are the variables of the code cell tagged parameters, and have to fit their types;
prunelab notebook parameters <file> lists them.

Tags of cells: raises-exception (it has to), skip-execution, slow (run with --slow only),
timeout=30 (seconds), parameters.

Exit code: 0 all succeeded, 1 a notebook failed, 2 wrong usage or no kernel, 130 stopped by Ctrl-C.`;

export function runCommand(program: Command, cli: Cli): void {
  const command = program
    .command('run <files...>')
    .description('run notebooks headless and say whether they work')
    .option(
      '-o, --out <path>',
      'keep executed copies: an .ipynb file for one, a folder for several',
    )
    .option('--in-place', 'write the outputs into the notebooks themselves, if they succeed')
    .option(
      '-p, --parameter <name=value>',
      'give a parameter a value; can be repeated',
      collect,
      [],
    )
    .option('--parameters <file>', 'give parameters the values in a JSON file; -p wins')
    .option('-t, --timeout <seconds>', 'the longest a cell may take', seconds, 600)
    .option('--slow', 'run cells tagged slow too')
    .option('-j, --jobs <n>', 'how many notebooks run at a time', positiveInteger, 1)
    .option('--kernel <name>', 'prunelab, tslab or a folder with a kernel.json', 'prunelab')
    .option('-q, --quiet', 'say only what does not succeed')
    .option('-v, --verbose', 'say how each cell ends')
    .addHelpText('after', HELP)
    .action((files: string[], options: Options) => tellingMistakes(() => run(files, options, cli)));
  strictUsage(command);
}

async function run(files: readonly string[], options: Options, cli: Cli): Promise<void> {
  const { out, inPlace = false, timeout, slow = false, jobs, quiet = false } = options;
  const kernel = findKernel(options.kernel);
  const parameters = givenValues(options);
  const progress = runProgress(files.length);
  const print = (lines: readonly string[]): void => {
    progress.clear();
    for (const line of lines) cli.print(line);
  };
  const stop = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(STOPPED);
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const outcome = await runNotebooks(files, {
      ...{ kernel, parameters, timeout, slow, jobs, inPlace, signal: stop.signal },
      ...(out === undefined ? {} : { output: out }),
      onStart: (path, cells) => progress.onStart(path, cells),
      onCellStart: (number, path) => progress.onCellStart(number, path),
      onCell: (cell, path) => {
        if (options.verbose === true) print([cellLine(cell, path)]);
      },
      onNotebook: (result) => {
        progress.onEnd(result.path);
        if (!quiet || result.status !== 'ok') print(notebookLines(result));
      },
    });
    progress.end();
    if (!quiet || outcome.exitCode !== 0) print(lastLines(outcome));
    process.exitCode = outcome.exitCode;
  } finally {
    progress.end();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Those of the file first, so that the later ones of the command line win. */
function givenValues({ parameter = [], parameters }: Options): Given[] {
  const file = parameters === undefined ? [] : givenByFile(parameters);
  return [...file, ...parameter.map(givenByText)];
}

function collect(text: string, all: readonly string[] = []): string[] {
  return [...all, text];
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It must be a positive number of seconds.');
}
