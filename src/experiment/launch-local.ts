import { Worker } from 'node:worker_threads';
import type { Plan, Task } from './plan.js';
import { makeQueue, type SweepEvent } from './queue.js';
import type { Store } from './store.js';
import type { RunOrder, WorkerMessage, WorkerStart } from './worker-protocol.js';

export interface LaunchOptions {
  readonly store: Store;
  /** Worker threads. */
  readonly jobs: number;
  /** The module a worker thread runs; it calls `serveWorker`. */
  readonly workerModule: URL;
  readonly start: WorkerStart;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: SweepEvent) => void) | undefined;
}

/** How often a run held by another sweep is looked at again. */
const POLL_MS = 250;

/**
 * Does the missing runs of a plan on worker threads of this process; resolves when none is left.
 *
 * The run that most others wait for goes first. A run that fails is recorded and the rest goes on;
 * runs that build on it fail too, and say why. A run that another process is doing is waited for.
 * On abort the workers are stopped, nothing half-done stays, and the promise rejects with the
 * signal's reason.
 */
export async function launchLocal(plan: Plan, options: LaunchOptions): Promise<void> {
  const { store, jobs, signal, onEvent = () => undefined } = options;
  signal?.throwIfAborted();
  store.sweepUp();
  if (plan.missing.length === 0) return;
  const queue = makeQueue(plan, store, onEvent);
  /** Every worker that has started, with the task it is at; null while it is idle. */
  const pool = new Map<Worker, Task | null>();
  /** Every worker that has not ended, by thread. */
  const threads = new Map<number, Worker>();
  let poll: NodeJS.Timeout | undefined;
  let ending = false;

  const work = new Promise<void>((resolve, reject) => {
    const dispatch = (): void => {
      clearTimeout(poll);
      let held = false;
      for (const [worker, current] of pool) {
        if (current !== null) continue;
        const taken = queue.take();
        held ||= taken.held;
        if (taken.task !== null) giveOrder(worker, taken.task);
      }
      const idle = [...pool.values()].every((task) => task === null);
      if (queue.waiting() === 0 && idle) resolve();
      else if (held) poll = setTimeout(dispatch, POLL_MS);
    };
    const giveOrder = (worker: Worker, task: Task): void => {
      pool.set(worker, task);
      const { id, experiment, config } = task;
      worker.postMessage({ id, experiment: experiment.name, config } satisfies RunOrder);
      onEvent({ kind: 'started', task });
    };
    const hear = (worker: Worker, message: WorkerMessage): void => {
      const task = pool.get(worker) ?? null;
      if (message.kind === 'progress') {
        if (task) onEvent({ kind: 'progress', task, fraction: message.fraction });
        return;
      }
      pool.set(worker, null);
      if (task && message.kind === 'done') queue.done(task);
      if (task && message.kind === 'failed') queue.fail(task, message.message);
      dispatch();
    };
    // A worker that dies takes only its own run with it; one that cannot even start ends the sweep.
    const replace = (worker: Worker, error: Error): void => {
      const task = pool.get(worker);
      pool.delete(worker);
      if (!task) {
        reject(error);
        return;
      }
      queue.fail(task, `The worker thread died: ${error.message}`);
      spawn();
    };
    const spawn = (): void => {
      const worker = startWorker(options);
      const { threadId } = worker;
      threads.set(threadId, worker);
      let cause: Error | undefined;
      worker.on('message', (message: WorkerMessage) => hear(worker, message));
      worker.on('error', (error) => (cause = error));
      worker.on('exit', (code) => {
        if (ending) return;
        threads.delete(threadId);
        store.sweepUp([threadId]);
        replace(worker, cause ?? new Error(`it ended with exit code ${code}`));
      });
    };
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    for (let i = Math.min(jobs, plan.missing.length); i > 0; i--) spawn();
  });

  try {
    await work;
  } finally {
    ending = true;
    clearTimeout(poll);
    await Promise.all([...threads.values()].map((worker) => worker.terminate()));
    for (const task of pool.values()) if (task) store.unlock(task.experiment, task.config);
    store.sweepUp([...threads.keys()]);
  }
}

function startWorker({ workerModule, start }: LaunchOptions): Worker {
  if (!workerModule.pathname.endsWith('.ts'))
    return new Worker(workerModule, { workerData: start });
  // Tests run the sources, and a worker does not inherit the loader that lets them.
  const load = `import('tsx/esm/api').then(({ register }) => {
    register();
    return import(${JSON.stringify(workerModule.href)});
  });`;
  return new Worker(load, { eval: true, workerData: start });
}
