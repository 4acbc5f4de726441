import { AsyncLocalStorage } from 'node:async_hooks';

/** One execution of a cell, while it runs and for whatever it leaves running. */
export interface Run {
  readonly id: string;
  readonly interrupted: AbortController;
  /** Errors that nobody handled, so far. */
  readonly unhandled: unknown[];
  ended: boolean;
}

/** Thrown where an interrupted cell would go on. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';
  constructor() {
    super('the cell was interrupted');
  }
}

const context = new AsyncLocalStorage<Run>();
let latest: Run | undefined;

export function newRun(id: string): Run {
  return { id, interrupted: new AbortController(), unhandled: [], ended: false };
}

/** Runs `work`, and all that follows from it, as part of the run. */
export function within(run: Run, work: () => void): void {
  latest = run;
  context.run(run, work);
}

/** The run whose code is executing, also in its timers; else the latest. */
export function currentRun(): Run | undefined {
  return context.getStore() ?? latest;
}

/** Throws if the run whose code is executing has been interrupted. */
export function throwIfInterrupted(): void {
  if (context.getStore()?.interrupted.signal.aborted === true) throw new KeyboardInterrupt();
}
