import { isRunning } from '../../process-alive.js';

const interval = 1000;

/** What is looked at; tests put something else in its place. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** `JPY_PARENT_PID`: the process of Jupyter that started the kernel, perhaps not directly. */
  readonly jupyter: string | undefined;
  readonly parent: () => number;
  readonly isRunning: (pid: number) => boolean;
}

const real: Surroundings = {
  platform: process.platform,
  jupyter: process.env.JPY_PARENT_PID,
  parent: () => process.ppid,
  isRunning,
};

/**
 * Calls `onDeath` once, when the process that started this one is gone; returns how to stop looking.
 *
 * On Windows nothing is watched: parents cannot be seen to end there, and `JPY_PARENT_PID` is no
 * process id.
 */
export function watchParent(onDeath: () => void, around: Surroundings = real): () => void {
  if (around.platform === 'win32') return () => undefined;
  const parent = around.parent();
  const jupyter = Number(around.jupyter ?? 0);
  // In a container of its own a kernel cannot see the process of Jupyter, and must not miss it.
  const seesJupyter = jupyter > 1 && around.isRunning(jupyter);
  const timer = setInterval(() => {
    // The orphan is given to another process, and has a new parent from then on.
    if (around.parent() === parent && !(seesJupyter && !around.isRunning(jupyter))) return;
    clearInterval(timer);
    onDeath();
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}
