import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installKernel } from '../../src/kernel/install/install.js';
import { kernelJsonFor } from '../../src/kernel/install/place.js';
import { newFolder } from './temporary-folder.js';

/** A Python of this machine, and the versions of the modules it was asked for. */
export interface Python {
  readonly program: string;
  readonly versions: string;
}

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const scripts = fileURLToPath(new URL('../kernel/clients/', import.meta.url));

/**
 * Describes the same tests for every Python here that has these modules, once for each set of
 * versions. Where there is none, one test says so and is skipped.
 */
export function describeClients(modules: readonly string[], tests: (python: Python) => void): void {
  const found = pythonsWith(modules);
  const names = modules.join(' and ');
  if (found.length === 0) {
    skipped(
      `no Python here has ${names}. Get it with pip or apt, and name the Python ` +
        'with PRUNELAB_TEST_JUPYTER if it is not on the PATH.',
    );
  }
  for (const python of found) {
    describe(python.versions, function () {
      this.timeout(120_000);
      tests(python);
    });
  }
}

/** A test that is skipped, and says why where everybody sees it. */
export function skipped(why: string): void {
  it(`skipped: ${why}`, function () {
    process.stderr.write(`\n  skipped: ${why}\n`);
    this.skip();
  });
}

/** The programs of the Jupyter that tests shall use: PRUNELAB_TEST_JUPYTER names it, or its Python. */
export function jupyterPrograms(): string | undefined {
  const named = process.env.PRUNELAB_TEST_JUPYTER ?? '';
  if (named === '') return undefined;
  return fs.statSync(named).isDirectory() ? path.resolve(named) : path.dirname(path.resolve(named));
}

/** The environment in which the Jupyter that tests shall use comes first. */
export function jupyterEnvironment(): Record<string, string> {
  const programs = jupyterPrograms();
  const inherited = process.env.PATH ?? '';
  return { PATH: programs === undefined ? inherited : [programs, inherited].join(path.delimiter) };
}

function pythonsWith(modules: readonly string[]): Python[] {
  const named = jupyterPrograms();
  const programs = [
    ...(named === undefined ? [] : [path.join(named, 'python')]),
    'python3',
    '/usr/bin/python3',
  ];
  const found = new Map<string, Python>();
  for (const program of programs) {
    const versions = versionsOf(program, modules);
    if (versions !== undefined && !found.has(versions)) found.set(versions, { program, versions });
  }
  return [...found.values()];
}

function versionsOf(program: string, modules: readonly string[]): string | undefined {
  const lines = modules.map(
    (name) => `import ${name}; print('${name}', getattr(${name}, '__version__', ''))`,
  );
  const { status, stdout } = spawnSync(program, ['-c', lines.join('\n')], { encoding: 'utf8' });
  return status === 0 ? stdout.trim().replaceAll('\n', ', ') : undefined;
}

/** An environment in which Jupyter knows our kernel, installed as a user would, and no setting else. */
export function environmentWithKernel(): Record<string, string> {
  const data = newFolder();
  installKernel(data, kernelJsonFor({ kind: 'prefix', data }));
  const own = newFolder();
  return {
    JUPYTER_PATH: data,
    JUPYTER_CONFIG_DIR: path.join(own, 'config'),
    JUPYTER_DATA_DIR: path.join(own, 'data'),
    JUPYTER_RUNTIME_DIR: path.join(own, 'runtime'),
    IPYTHONDIR: path.join(own, 'ipython'),
    PYTHONWARNINGS: 'ignore',
  };
}

export interface RunPythonOptions {
  readonly env: Record<string, string>;
  readonly cwd: string;
  readonly input?: string;
}

/** Runs Python to its end, whatever that is. */
export function runPython(
  { program }: Python,
  words: readonly string[],
  { env, cwd, input = '' }: RunPythonOptions,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      words,
      { env: { ...process.env, ...env }, cwd, maxBuffer: 1 << 28 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

/** One of the Python scripts beside the tests of clients. */
export function clientScript(name: string): string {
  return path.join(scripts, name);
}
