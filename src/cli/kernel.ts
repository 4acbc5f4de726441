import path from 'node:path';
import { type Command, Option } from 'commander';
import {
  defaultDisplayName,
  defaultKernelName,
  findPlace,
  findProject,
  installKernel,
  kernelJsonFor,
  type InstalledKernel,
  ourKernels,
  type Place,
  type PlaceOptions,
  projectFolder,
  searchedFolders,
  thisMachine,
  uninstallKernel,
} from '../kernel/install/index.js';
import { UserError } from '../errors.js';
import type { Cli } from './common.js';

const HELP = `
Tells Jupyter (JupyterLab, Notebook, VS Code, nbconvert) about prunelab's TypeScript kernel. Only
files are written; neither Python nor Jupyter is needed for it.

  $ prunelab kernel install                     for you, in every notebook on this machine
  $ prunelab kernel install --sys-prefix        into the active Python environment
  $ prunelab kernel install --prefix /usr/local for everybody on this machine
  $ prunelab kernel install --project           into this project, to be committed with it
  $ prunelab kernel list
  $ prunelab kernel uninstall`;

interface CommandPlace {
  readonly prefix?: string;
  readonly sysPrefix?: true;
  readonly project?: string | true;
  readonly name: string;
}

interface InstallCommand extends CommandPlace {
  readonly displayName: string;
  readonly force?: true;
}

export function kernelCommand(program: Command, cli: Cli): void {
  const kernel = program
    .command('kernel')
    .description("install prunelab's TypeScript kernel for Jupyter, or remove it")
    .addHelpText('after', HELP);

  withPlace(kernel.command('install').description('tell Jupyter about the kernel'))
    .option('--display-name <text>', 'what people choose', defaultDisplayName)
    .option('--force', "write over another program's kernel of that name")
    .action((options: InstallCommand) => {
      const place = findPlace(placeOptions(options));
      const { name, displayName, force = false } = options;
      const folder = installKernel(place.data, kernelJsonFor(place, displayName), { name, force });
      cli.print(`Installed the kernel "${displayName}":\n  ${folder}\n`);
      cli.print(nextStep(place, displayName));
    });

  withPlace(kernel.command('uninstall').description('remove the kernel from Jupyter')).action(
    (options: CommandPlace) => {
      const { data } = findPlace(placeOptions(options));
      const folder = path.join(data, 'kernels', options.name);
      if (!uninstallKernel(data, options.name)) {
        throw new UserError(
          `There is no kernel ${folder}. \`prunelab kernel list\` shows where there are some.`,
        );
      }
      cli.print(`Removed ${folder}`);
    },
  );

  kernel
    .command('list')
    .description('where the kernel is installed')
    .action(() => {
      const found = installedKernels();
      if (found.length === 0) cli.print('Not installed; do it with: prunelab kernel install');
      for (const { name, displayName, folder, fault } of found) {
        cli.print(`${name.padEnd(16)} "${displayName}" ${folder}`);
        if (fault !== undefined) {
          cli.print(`${''.padEnd(16)} it cannot start: ${fault}`);
          process.exitCode = 1;
        }
      }
    });
}

/** Our kernels that Jupyter would find from here, and the one of this project. */
export function installedKernels(): InstalledKernel[] {
  const folders = searchedFolders(thisMachine());
  const project = projectHere();
  if (project !== undefined) folders.push(projectFolder(project));
  return ourKernels([...new Set(folders)]);
}

/** The project we are in; undefined if there is none. */
export function projectHere(): string | undefined {
  try {
    return findProject('.');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

function withPlace(command: Command): Command {
  return command
    .option('--prefix <folder>', 'in <folder>/share/jupyter')
    .option('--sys-prefix', 'in the active Python environment (venv or conda)')
    .addOption(
      new Option('--project [folder]', 'in .jupyter of a project, to be committed with it').preset(
        '.',
      ),
    )
    .option('--name <name>', 'what notebooks call the kernel', defaultKernelName);
}

function placeOptions({ prefix, sysPrefix, project }: CommandPlace): PlaceOptions {
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(sysPrefix === undefined ? {} : { sysPrefix }),
    ...(typeof project === 'string' ? { project } : {}),
  };
}

function nextStep({ kind, data }: Place, displayName: string): string {
  const choose = `choose the kernel "${displayName}"`;
  if (kind === 'user') {
    return (
      `Open a notebook in JupyterLab or VS Code and ${choose}. \`npx prunelab lab\` starts ` +
      'JupyterLab;\nremove the kernel with: npx prunelab kernel uninstall'
    );
  }
  if (kind === 'prefix') {
    return (
      `A Jupyter installed there finds it: open a notebook and ${choose}. Another Jupyter finds it ` +
      `with\n  ${setJupyterPath(data)}`
    );
  }
  const here = process.platform === 'win32' ? '$PWD\\.jupyter' : '$PWD/.jupyter';
  return `It names no folder of this machine: commit it. In the project's folder, start Jupyter or
VS Code by one of these, and ${choose}:
  npx prunelab lab
  ${setJupyterPath(here, 'jupyter lab')}
  ${setJupyterPath(here, 'code .')}`;
}

/** How to set JUPYTER_PATH for a command in the shell people have. */
function setJupyterPath(folder: string, command?: string): string {
  if (process.platform === 'win32') {
    return [`$env:JUPYTER_PATH = "${folder}"`, ...(command === undefined ? [] : [command])].join(
      '; ',
    );
  }
  return command === undefined
    ? `export JUPYTER_PATH="${folder}"`
    : `JUPYTER_PATH="${folder}" ${command}`;
}
