import type { ChildProcess } from 'node:child_process';

/**
 * Whether a child that is spawned `detached` gets a process group of its own: Ctrl-C in a terminal
 * then reaches us alone, and what the child starts can be ended with it. Windows has no such groups.
 */
export const ownGroup = process.platform !== 'win32';

/** Ends a child that was spawned with `detached: ownGroup`, and everything it started, at once. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (ownGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // Nothing of it is left.
  }
}
