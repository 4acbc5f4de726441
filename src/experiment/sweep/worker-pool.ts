import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.js';
import type { RunOrder, WorkerMessage, WorkerStart } from './worker-protocol.js';

/** What a pool tells about its workers, by the number of their thread. */
export interface PoolListener {
  readonly onMessage: (thread: number, message: WorkerMessage) => void;
  /** A worker ended by itself, which none should. */
  readonly onDeath: (thread: number, cause: Error) => void;
}

/** Worker threads that come and go. */
export interface WorkerPool {
  /** Starts a worker; it is of use once it has sent `ready`. */
  spawn(): void;
  send(thread: number, order: RunOrder): void;
  /** Stops every worker, in the middle of what it does; returns their threads. */
  end(): Promise<number[]>;
}

/** Makes an empty pool of workers that run `module`. */
export function workerPool(
  module: URL,
  start: WorkerStart,
  { onMessage, onDeath }: PoolListener,
): WorkerPool {
  const workers = new Map<number, Worker>();
  let ending = false;
  return {
    spawn: () => {
      const worker = startThread(module, { workerData: start });
      const { threadId } = worker; // gone once the worker has ended
      workers.set(threadId, worker);
      let cause: Error | undefined;
      worker.on('message', (message: WorkerMessage) => onMessage(threadId, message));
      worker.on('error', (error) => (cause = error));
      worker.on('exit', (code) => {
        if (ending) return;
        workers.delete(threadId);
        onDeath(threadId, cause ?? new Error(`it ended with exit code ${code}`));
      });
    },
    send: (thread, order) => workers.get(thread)?.postMessage(order),
    end: async () => {
      ending = true;
      await Promise.all([...workers.values()].map((worker) => worker.terminate()));
      return [...workers.keys()];
    },
  };
}
