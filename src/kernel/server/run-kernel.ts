import { UserError } from '../../errors.js';
import { readConnectionFile } from './connection-file.js';
import type { KernelInfo } from './kernel-info.js';
import type { Language, LanguageEvents } from './language.js';
import { watchParent } from './parent-process.js';
import { startServer } from './server.js';

/**
 * Runs a kernel until a front end, a signal or the end of its parent ends it.
 *
 * The arguments are those of the command line: the path of the connection file. Resolves with the
 * exit code, 1 if the kernel could not start for a reason that is told on stderr.
 */
export async function runKernel(
  args: readonly string[],
  languageOf: (events: LanguageEvents) => Language,
  info: KernelInfo,
): Promise<number> {
  // Whoever read what we write there is gone; that must not end the kernel in the midst of a cell.
  process.stderr.on('error', () => undefined);
  try {
    await serve(args, languageOf, info);
    return 0;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function serve(
  args: readonly string[],
  languageOf: (events: LanguageEvents) => Language,
  info: KernelInfo,
): Promise<void> {
  const [file, ...rest] = args;
  if (file === undefined || rest.length > 0) {
    throw new UserError(
      `The kernel was given ${args.length} arguments; expected one, the connection file. ` +
        'Jupyter starts kernels; `prunelab notebook run` runs a notebook without it.',
    );
  }
  const server = await startServer(readConnectionFile(file), languageOf, info);
  const close = (): void => void server.close();
  const stopWatching = watchParent(close);
  const interrupt = (): void => server.interrupt();
  process.on('SIGINT', interrupt);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, close);
  await server.ended;
  stopWatching();
}
