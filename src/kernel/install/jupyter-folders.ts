import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { UserError } from '../../errors.js';

/** What decides where Jupyter keeps its files. */
export interface Machine {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly home: string;
}

export function thisMachine(): Machine {
  return { env: process.env, platform: process.platform, home: os.homedir() };
}

/** The folder of the user's own Jupyter data; kernelspecs are in its `kernels`. */
export function userFolder({ env, platform, home }: Machine): string {
  if (isSet(env.JUPYTER_DATA_DIR)) return env.JUPYTER_DATA_DIR;
  if (platform === 'darwin') return path.join(home, 'Library', 'Jupyter');
  if (platform === 'win32') {
    const roaming = isSet(env.APPDATA) ? env.APPDATA : path.join(home, 'AppData', 'Roaming');
    return path.join(roaming, 'jupyter');
  }
  const data = isSet(env.XDG_DATA_HOME) ? env.XDG_DATA_HOME : path.join(home, '.local', 'share');
  return path.join(data, 'jupyter');
}

/** The Jupyter data of what is installed under `prefix`, such as a Python environment. */
export function prefixFolder(prefix: string): string {
  return path.join(prefix, 'share', 'jupyter');
}

/** The Jupyter data of a project that keeps its kernelspec with its code. */
export function projectFolder(project: string): string {
  return path.join(project, '.jupyter');
}

/** The root of the active Python environment, else of the Python on the PATH. */
export function pythonPrefix(machine: Machine): string {
  const active = activePrefix(machine);
  if (active !== undefined) return active;
  for (const python of ['python3', 'python']) {
    const { status, stdout } = spawnSync(python, ['-c', 'import sys; print(sys.prefix)'], {
      encoding: 'utf8',
      env: { ...machine.env },
    });
    if (status === 0) return stdout.trim();
  }
  throw new UserError(
    '--sys-prefix installs into a Python environment, but none is active (VIRTUAL_ENV and ' +
      'CONDA_PREFIX are empty) and there is no python3 on the PATH. Activate one, or give its ' +
      'folder with --prefix.',
  );
}

/** Where Jupyter looks for kernels, in its order, as far as one can know without asking it. */
export function searchedFolders(machine: Machine): string[] {
  const { env, platform } = machine;
  const named = (env.JUPYTER_PATH ?? '').split(path.delimiter).filter(isSet);
  const active = activePrefix(machine);
  const shared =
    platform === 'win32'
      ? [path.join(isSet(env.PROGRAMDATA) ? env.PROGRAMDATA : 'C:\\ProgramData', 'jupyter')]
      : ['/usr/local/share/jupyter', '/usr/share/jupyter'];
  const all = [
    ...named,
    userFolder(machine),
    ...(active === undefined ? [] : [prefixFolder(active)]),
    ...shared,
  ];
  return [...new Set(all)];
}

function activePrefix({ env }: Machine): string | undefined {
  return [env.VIRTUAL_ENV, env.CONDA_PREFIX].find(isSet);
}

function isSet(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
