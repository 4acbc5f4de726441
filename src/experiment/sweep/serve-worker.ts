import { parentPort, workerData } from 'node:worker_threads';
import { lookUp, UserError } from '../../errors.js';
import { execute } from './execute.js';
import type { Experiment } from '../experiment.js';
import { openStore } from '../store/store.js';
import type { RunOrder, WorkerMessage, WorkerStart } from './worker-protocol.js';

/** Turns the current worker thread into one that does runs of the given experiments. */
export function serveWorker(experiments: Readonly<Record<string, Experiment>>): void {
  const port = parentPort;
  if (port === null) throw new Error('serveWorker must be called in a worker thread.');
  const { storeFolder, circumstances, resources } = workerData as WorkerStart;
  const store = openStore(storeFolder);
  const send = (message: WorkerMessage): void => port.postMessage(message);
  port.on('message', ({ id, experiment: name, config }: RunOrder) => {
    const experiment = lookUp('experiment', experiments, name);
    try {
      const onProgress = throttle((fraction) => send({ kind: 'progress', id, fraction }));
      execute(experiment, config, { store, circumstances, resources, onProgress });
      send({ kind: 'done', id });
    } catch (error) {
      send({ kind: 'failed', id, message: describe(error) });
    }
  });
  send({ kind: 'ready' });
}

const PROGRESS_EVERY_MS = 100;

function throttle(report: (fraction: number) => void): (fraction: number) => void {
  let last = -Infinity;
  return (fraction) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    report(fraction);
  };
}

/** A user's mistake needs its message only; a defect of ours needs its stack. */
function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
