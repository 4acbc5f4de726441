import { spawn, type ChildProcess } from 'node:child_process';
import { killGroup, ownGroup } from '../process-group.js';
import type { KernelSpec } from './kernelspec.js';

export interface SpawnOptions {
  /** The kernel's working directory. */
  readonly cwd: string;
  /** Variables added to our own environment. */
  readonly env: Readonly<Record<string, string>>;
}

/** A running kernel, seen as a process of the operating system. */
export interface KernelProcess {
  readonly pid: number | undefined;
  /** Resolves when the process is gone, with how it ended in words. */
  readonly ended: Promise<string>;
  /** The last things it wrote past the Jupyter channels. */
  tail(): string;
  interrupt(): void;
  /** Ends it and everything it started, at once. */
  kill(): void;
}

const tailLength = 4000;

/** Starts the kernel; it never outlives this process, unless this process is killed outright. */
export function spawnKernel(
  spec: KernelSpec,
  connectionFile: string,
  options: SpawnOptions,
): KernelProcess {
  const [command, ...args] = spec.argv.map((word) =>
    word.replaceAll('{connection_file}', connectionFile),
  );
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: kernelEnvironment(spec, options),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
  });
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      tail = (tail + text).slice(-tailLength);
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    child.once('exit', (code, signal) => {
      const how = signal === null ? `ended with exit code ${code ?? 0}` : `was ended by ${signal}`;
      // Its last words may still be in the pipe; a child of its own may hold the pipe for ever.
      child.once('close', () => resolve(how));
      setTimeout(() => resolve(how), 200);
    });
  });
  keepUntilOurEnd(child);
  void ended.then(() => letGo(child));
  return {
    pid: child.pid,
    ended,
    tail: () => tail.trim(),
    interrupt: () => child.kill('SIGINT'),
    kill: () => killGroup(child),
  };
}

/** Jupyter's rules: `${NAME}` is one of our variables, and the kernel is told who its parent is. */
function kernelEnvironment(spec: KernelSpec, options: SpawnOptions): NodeJS.ProcessEnv {
  const fill = (whole: string, name: string): string => process.env[name] ?? whole;
  const own: NodeJS.ProcessEnv = {};
  for (const [name, text] of Object.entries(spec.env)) {
    own[name] = text.replace(/\$\{(\w+)\}/g, fill);
  }
  return { ...process.env, JPY_PARENT_PID: String(process.pid), ...own, ...options.env };
}

const running = new Set<ChildProcess>();
const deadlySignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function keepUntilOurEnd(child: ChildProcess): void {
  if (running.size === 0) {
    process.on('exit', killAll);
    for (const signal of deadlySignals) process.on(signal, dieOf);
  }
  running.add(child);
}

function letGo(child: ChildProcess): void {
  if (!running.delete(child) || running.size > 0) return;
  process.off('exit', killAll);
  for (const signal of deadlySignals) process.off(signal, dieOf);
}

function killAll(): void {
  for (const child of running) killGroup(child);
}

/** Takes the kernels along, then dies of the signal as if we had never listened to it. */
function dieOf(signal: NodeJS.Signals): void {
  killAll();
  process.off(signal, dieOf);
  if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
}
