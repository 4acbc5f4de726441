/** One execution of a cell, while it runs and for whatever it leaves running. */
export interface Run {
  readonly id: string;
  readonly interrupted: AbortController;
  ended: boolean;
}

/** Thrown where an interrupted cell would go on. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';
  constructor() {
    super('the cell was interrupted');
  }
}

/** `setImmediate` as it was before cells' timers took its place: ours must not stop with a cell. */
export const soon = setImmediate;

let latest: Run | undefined;
let current: Run | undefined;
let returning = false;

export function newRun(id: string): Run {
  return { id, interrupted: new AbortController(), ended: false };
}

/** Makes `run` the latest: whatever does not say whose it is, is its. */
export function begin(run: Run): void {
  latest = run;
  current = undefined;
}

/**
 * The run whose code is executing.
 *
 * We carry it over timers and over every `await` in a cell ourselves: the hooks that Node has for
 * this do not survive the end of an execution by force.
 */
export function currentRun(): Run | undefined {
  return current ?? latest;
}

/** Says that code of `run` goes on, until the event loop comes round. */
export function resume(run: Run | undefined): void {
  current = run;
  if (returning || run === latest) return;
  returning = true;
  soon(() => {
    returning = false;
    current = undefined;
  });
}

export function throwIfInterrupted(run: Run | undefined): void {
  if (run?.interrupted.signal.aborted === true) throw new KeyboardInterrupt();
}
