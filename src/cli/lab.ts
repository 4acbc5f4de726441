import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../errors.js';
import {
  defaultKernelName,
  findFrontEnd,
  installKernel,
  kernelJsonFor,
  projectFolder,
  readInstalled,
  withProjectPrograms,
} from '../kernel/install/index.js';
import type { Cli } from './common.js';
import { projectHere } from './kernel.js';

const HELP = `
Starts JupyterLab (or Notebook, if only that is there) in the project's folder notebooks, with
prunelab's kernel, which need not be installed. Whatever follows is handed on to it:

  $ prunelab lab --no-browser --port 8890

Programs in the project's .venv come before those on the PATH.`;

const NO_JUPYTER = `There is neither JupyterLab nor Jupyter Notebook here. Get it by one of these:
  python3 -m venv .venv && .venv/bin/pip install jupyterlab ipywidgets   in this project
  pipx install jupyterlab
  uv tool install jupyterlab --with ipywidgets
  conda install -c conda-forge jupyterlab ipywidgets
  sudo apt install jupyter-notebook                                      the older Notebook
Or without any Python: VS Code with its Jupyter extension, after \`npx prunelab kernel install\`.
And \`npx prunelab notebook run\` runs notebooks with neither.`;

export function labCommand(program: Command, cli: Cli): void {
  program
    .command('lab')
    .description('start JupyterLab with the TypeScript kernel')
    .argument('[arguments...]', 'for JupyterLab')
    .allowUnknownOption()
    .addHelpText('after', HELP)
    .action(async (words: string[]) => {
      const project = projectHere() ?? process.cwd();
      const env = withProjectPrograms(project, process.env);
      const frontEnd = findFrontEnd(env);
      if (frontEnd === undefined) throw new UserError(NO_JUPYTER);
      const notebooks = path.join(project, 'notebooks');
      const cwd = fs.existsSync(notebooks) ? notebooks : project;
      cli.print(`${frontEnd.name} ${frontEnd.version} in ${cwd}`);
      await withKernel(project, async (data) => {
        const jupyterPath = [data, env.JUPYTER_PATH ?? ''].filter((text) => text !== '');
        // What a notebook that names no kernel gets.
        const standard = `--MultiKernelManager.default_kernel_name=${defaultKernelName}`;
        process.exitCode = await runInForeground([...frontEnd.command, standard, ...words], {
          cwd,
          env: { ...env, JUPYTER_PATH: jupyterPath.join(path.delimiter) },
        });
      });
    });
}

/** Hands on the Jupyter data of the project, or of a folder that is gone afterwards. */
async function withKernel(project: string, use: (data: string) => Promise<void>): Promise<void> {
  const own = projectFolder(project);
  if (readInstalled(path.join(own, 'kernels', defaultKernelName)) !== undefined) {
    await use(own);
    return;
  }
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'prunelab-lab-'));
  try {
    installKernel(data, kernelJsonFor({ kind: 'prefix', data }));
    await use(data);
  } finally {
    fs.rmSync(data, { recursive: true, force: true });
  }
}

/** Runs a command that has the terminal and its Ctrl-C for itself; its exit code. */
async function runInForeground(
  [program, ...words]: readonly string[],
  options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
): Promise<number> {
  const child = spawn(program, words, { ...options, stdio: 'inherit' });
  const leaveToChild = (): void => undefined; // The terminal has sent it Ctrl-C as well.
  const handOn = (signal: NodeJS.Signals): boolean => child.kill(signal);
  process.on('SIGINT', leaveToChild).on('SIGTERM', handOn).on('SIGHUP', handOn);
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    process.off('SIGINT', leaveToChild).off('SIGTERM', handOn).off('SIGHUP', handOn);
  }
}
