import type { Plan, Task } from './plan.js';
import type { Store } from '../store/store.js';

/** Something that happened in a sweep. */
export type SweepEvent =
  | { readonly kind: 'started'; readonly task: Task }
  | { readonly kind: 'progress'; readonly task: Task; readonly fraction: number }
  | { readonly kind: 'done'; readonly task: Task }
  | { readonly kind: 'failed'; readonly task: Task; readonly message: string };

/** What `take` found: a task, or none yet because `held` ones are with another process. */
export interface Taken {
  readonly task: Task | null;
  readonly held: boolean;
}

/** The runs of a plan that are still to be started, and what became of the others. */
export interface Queue {
  /** How many have not been started. */
  readonly waiting: () => number;
  /** Takes and locks the most urgent task whose needs are done. */
  take(): Taken;
  done(task: Task): void;
  /** Records the failure of a task, and of every task that builds on it. */
  fail(task: Task, message: string): void;
}

/** Makes the queue of a plan's missing runs; every change is told to `onEvent`. */
export function makeQueue(plan: Plan, store: Store, onEvent: (event: SweepEvent) => void): Queue {
  const waiting = new Map(plan.missing.map((task) => [task.id, task]));
  const unfinished = new Set(waiting.keys());

  const done = (task: Task): void => {
    unfinished.delete(task.id);
    store.unlock(task.experiment, task.config);
    onEvent({ kind: 'done', task });
  };
  const fail = (task: Task, message: string): void => {
    store.unlock(task.experiment, task.config);
    store.recordFailure(task.experiment, task.config, message);
    onEvent({ kind: 'failed', task, message });
    for (const child of [...waiting.values()]) {
      // a child may be gone already, failed as the child of another child
      if (child.needs.includes(task.id) && waiting.delete(child.id)) {
        fail(child, `It builds on run ${task.id}, which failed.`);
      }
    }
  };
  const take = (): Taken => {
    let held = false;
    const ready = [...waiting.values()]
      .filter(({ needs }) => !needs.some((id) => unfinished.has(id)))
      .sort((a, b) => b.urgency - a.urgency);
    for (const task of ready) {
      if (!store.lock(task.experiment, task.config)) {
        held = true;
        continue;
      }
      waiting.delete(task.id);
      if (!store.has(task.experiment, task.config)) return { task, held };
      done(task); // by another process, since the plan was made
    }
    return { task: null, held };
  };
  return { waiting: () => waiting.size, take, done, fail };
}
