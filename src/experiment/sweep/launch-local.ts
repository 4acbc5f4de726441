import { REFRESH_MS } from '../store/locks.js';
import type { Store } from '../store/store.js';
import type { Plan, Task } from './plan.js';
import { makeQueue, type SweepEvent } from './queue.js';
import { workerPool } from './worker-pool.js';
import type { WorkerMessage, WorkerStart } from './worker-protocol.js';

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
 * On abort, or when not even a failure can be written down, the workers are stopped, nothing
 * half-done stays, and the promise rejects with the reason.
 */
export async function launchLocal(plan: Plan, options: LaunchOptions): Promise<void> {
  const { store, jobs, workerModule, start, signal, onEvent = () => undefined } = options;
  signal?.throwIfAborted();
  store.sweepUp();
  if (plan.missing.length === 0) return;

  const queue = makeQueue(plan, store, onEvent);
  /** Every worker that is ready, by thread, with the task it is at; null while it is idle. */
  const working = new Map<number, Task | null>();
  const timers: { poll?: NodeJS.Timeout; heartbeat?: NodeJS.Timeout } = {};
  const outcome = settleable();

  const giveTask = (thread: number, task: Task): void => {
    working.set(thread, task);
    const { id, experiment, config } = task;
    pool.send(thread, { id, experiment: experiment.name, config });
    onEvent({ kind: 'started', task });
  };
  const dispatch = (): void => {
    clearTimeout(timers.poll);
    let held = false;
    for (const [thread, current] of working) {
      if (current !== null) continue;
      const taken = queue.take();
      held ||= taken.held;
      if (taken.task !== null) giveTask(thread, taken.task);
    }
    const idle = [...working.values()].every((task) => task === null);
    if (queue.waiting() === 0 && idle) outcome.resolve();
    else if (held) timers.poll = setTimeout(outcome.guard(dispatch), POLL_MS);
  };
  const onMessage = (thread: number, message: WorkerMessage): void => {
    const task = working.get(thread) ?? null;
    if (message.kind === 'progress') {
      if (task) onEvent({ kind: 'progress', task, fraction: message.fraction });
      return;
    }
    working.set(thread, null);
    if (task && message.kind === 'done') queue.done(task);
    if (task && message.kind === 'failed') queue.fail(task, message.message);
    dispatch();
  };
  // A worker that dies takes only its own run with it; one that cannot even start ends the sweep.
  const onDeath = (thread: number, cause: Error): void => {
    const task = working.get(thread);
    if (!task) throw cause;
    working.delete(thread);
    store.sweepUp([thread]);
    queue.fail(task, `The worker thread died: ${cause.message}`);
    pool.spawn();
  };
  const pool = workerPool(workerModule, start, {
    onMessage: (thread, message) => outcome.guard(() => onMessage(thread, message))(),
    onDeath: (thread, cause) => outcome.guard(() => onDeath(thread, cause))(),
  });

  const abort = (): void => outcome.reject(signal?.reason as Error);
  signal?.addEventListener('abort', abort);
  timers.heartbeat = setInterval(
    outcome.guard(() => {
      for (const task of working.values())
        if (task) store.refreshLock(task.experiment, task.config);
    }),
    REFRESH_MS,
  );
  try {
    for (let i = Math.min(jobs, plan.missing.length); i > 0; i--) pool.spawn();
    await outcome.promise;
  } finally {
    signal?.removeEventListener('abort', abort);
    clearTimeout(timers.poll);
    clearInterval(timers.heartbeat);
    const threads = await pool.end();
    for (const task of working.values()) if (task) store.unlock(task.experiment, task.config);
    store.sweepUp(threads);
  }
}

/** A promise to be settled from outside. */
interface Settleable {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (reason: Error) => void;
  /** `work`, but an error it throws in a callback rejects the promise. */
  readonly guard: (work: () => void) => () => void;
}

function settleable(): Settleable {
  let resolve!: () => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  const guard = (work: () => void) => (): void => {
    try {
      work();
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return { promise, resolve, reject, guard };
}
