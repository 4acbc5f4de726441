import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** A Jupyter front end that can be started here. */
export interface FrontEnd {
  readonly name: 'JupyterLab' | 'Jupyter Notebook';
  readonly version: string;
  /** The command that starts it; its arguments follow. */
  readonly command: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const python = process.platform === 'win32' ? 'python' : 'python3';

const candidates: readonly Pick<FrontEnd, 'name' | 'command'>[] = [
  { name: 'JupyterLab', command: ['jupyter-lab'] },
  { name: 'JupyterLab', command: ['jupyter', 'lab'] },
  { name: 'JupyterLab', command: [python, '-m', 'jupyterlab'] },
  { name: 'Jupyter Notebook', command: ['jupyter-notebook'] },
  { name: 'Jupyter Notebook', command: ['jupyter', 'notebook'] },
  { name: 'Jupyter Notebook', command: [python, '-m', 'notebook'] },
];

/** The front end to start: JupyterLab before Notebook; undefined if there is neither. */
export function findFrontEnd(env: Environment): FrontEnd | undefined {
  for (const { name, command } of candidates) {
    const version = versionOf(command, env);
    if (version !== undefined) return { name, version, command };
  }
  return undefined;
}

/** The environment in which the programs of `<project>/.venv`, if there is one, come first. */
export function withProjectPrograms(project: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  const programs = path.join(project, '.venv', bin);
  if (!fs.existsSync(programs)) return env;
  return { ...env, PATH: [programs, env.PATH ?? ''].join(path.delimiter) };
}

function versionOf([program, ...words]: readonly string[], env: Environment): string | undefined {
  const { status, stdout } = spawnSync(program, [...words, '--version'], {
    encoding: 'utf8',
    env: { ...env },
  });
  if (status !== 0) return undefined;
  return /^\d+\.\S+$/m.exec(stdout.trim())?.[0];
}
