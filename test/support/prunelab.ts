import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { newFolder } from './temporary-folder.js';

/** The command line, as a source. */
export const main = fileURLToPath(new URL('../../replications/main.ts', import.meta.url));

/** What `node --import` needs to run sources. */
export const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

export interface Output {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line as a user would, with nothing of this machine's settings. */
export function prunelab(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = process.cwd(),
): Promise<Output> {
  const store = newFolder();
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', loader, main, ...args],
      { env: { ...process.env, PRUNELAB_STORE: store, ...env }, cwd, timeout: 60_000 },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
  });
}
