import { send, type ShowOptions } from '../send.js';

type Work<T> = () => T | Promise<T>;

/**
 * Runs `work`, prints how long it took, and gives what it returned.
 *
 * CPU time is that of the whole process while `work` ran, so it is above the time on the clock when
 * several threads are busy. It is printed also if `work` throws.
 */
export async function time<T>(work: Work<T>, options?: ShowOptions): Promise<T>;
/** The same, under a label: `const net = await time('training', () => fit(...))`. */
export async function time<T>(label: string, work: Work<T>, options?: ShowOptions): Promise<T>;
export async function time<T>(
  first: string | Work<T>,
  second?: Work<T> | ShowOptions,
  third?: ShowOptions,
): Promise<T> {
  if (typeof first === 'string') return timed(`${first}: `, second as Work<T>, third);
  return timed('', first, second as ShowOptions | undefined);
}

async function timed<T>(label: string, work: Work<T>, options?: ShowOptions): Promise<T> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  try {
    return await work();
  } finally {
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const taken = `${duration(wall)} (CPU ${duration((user + system) / 1000)})`;
    send({ 'text/plain': label + taken }, options);
  }
}

/** `12.3 ms`, `1.23 s` or `2 min 5 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${milliseconds.toPrecision(3)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds.toPrecision(3)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
