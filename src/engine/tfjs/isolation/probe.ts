import { fork } from 'node:child_process';
import { moduleBeside } from '../../../thread.js';
import type { BackendName } from '../backends.js';

/** Whether an engine works, or why not. */
export interface Finding {
  readonly usable: boolean;
  readonly detail: string;
}

const probeModule = moduleBeside(import.meta.url, './probe-process');

/**
 * Tries an engine in a process of its own, since a driver that is broken may take the process with
 * it, and since a process can hold only one build of libtensorflow.
 */
export function probe(backend: BackendName): Promise<Finding> {
  return new Promise((resolve) => {
    const child = fork(probeModule, [backend], {
      execArgv: probeModule.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      timeout: 60_000,
    });
    child.once('message', (finding) => resolve(finding as Finding));
    child.once('error', (error) => resolve({ usable: false, detail: error.message }));
    child.once('exit', (code, signal) => {
      const end = signal ?? `exit code ${code ?? 'unknown'}`;
      resolve({ usable: false, detail: `it broke down when it was tried (${end})` });
    });
  });
}
