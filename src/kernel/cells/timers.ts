import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import { currentRun, resume } from './run.js';

type Callback = (...args: unknown[]) => unknown;
type Scheduler = (callback: Callback, ...rest: unknown[]) => unknown;

/**
 * Makes timers belong to the cell that set them: what they print appears there, and after an
 * interrupt they do nothing, so that loops of libraries, which look at no signal, come to an end.
 */
export function tieTimersToCells(): void {
  const all = timers as unknown as Record<string, Scheduler>;
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
    const original = all[name];
    const schedule: Scheduler = (callback, ...rest) => {
      const run = currentRun();
      if (run === undefined || typeof callback !== 'function') return original(callback, ...rest);
      return original(
        function (this: NodeJS.Timeout, ...args: unknown[]) {
          if (!run.interrupted.signal.aborted) {
            resume(run);
            return callback.apply(this, args);
          }
          if (name === 'setInterval') clearInterval(this);
          return undefined;
        },
        ...rest,
      );
    };
    // `util.promisify(setTimeout)` looks for a property.
    Object.defineProperties(schedule, Object.getOwnPropertyDescriptors(original));
    all[name] = schedule;
    (globalThis as unknown as Record<string, Scheduler>)[name] = schedule;
  }
  syncBuiltinESMExports();
}
