import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import threads, { type WorkerOptions } from 'node:worker_threads';
import { currentRun } from '../run.js';
import { moduleBeside } from '../../../thread.js';

type Arguments = [file: string | URL, options?: WorkerOptions];

/**
 * Lets `new Worker('./work.ts')` in a cell run TypeScript, on every version of Node, and ends it
 * when that cell is interrupted.
 */
export function tieWorkersToCells(): void {
  threads.Worker = new Proxy(threads.Worker, {
    construct: (target, given: Arguments, self) => {
      const worker = Reflect.construct(target, forTypeScript(given), self) as threads.Worker;
      const stop = (): void => void worker.terminate();
      const signal = currentRun()?.interrupted.signal;
      signal?.addEventListener('abort', stop);
      worker.once('exit', () => signal?.removeEventListener('abort', stop));
      return worker;
    },
  });
  syncBuiltinESMExports();
}

function forTypeScript([file, options = {}]: Arguments): Arguments {
  const url = file instanceof URL ? file : pathToFileURL(resolve(file));
  if (options.eval === true || !/\.[cm]?ts$/.test(url.pathname)) return [file, options];
  const hooks = moduleBeside(import.meta.url, 'typescript-hooks').href;
  const start =
    `require('node:module').register(${JSON.stringify(hooks)}); ` +
    `import(${JSON.stringify(url.href)});`;
  return [start, { ...options, eval: true }];
}
