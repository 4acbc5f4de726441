import { setTimeout as sleep } from 'node:timers/promises';
import type { Kernel, Request } from './client.js';
import type { Content, Message } from '../protocol/message.js';

export interface ExecuteOptions {
  /** Seconds the code may take before it is interrupted. */
  readonly timeout: number;
  /** Hears all output of the code, also what comes after its end. */
  readonly onOutput: (message: Message) => void;
}

/** How an execution ended. */
export interface Execution {
  /** `unresponsive`: it took too long, and the interrupt did not stop it either. */
  readonly status: 'ok' | 'error' | 'timeout' | 'unresponsive' | 'dead';
  readonly executionCount: number | null;
  /** What the kernel says about an error or its own end; may be empty. */
  readonly detail: string;
  /** The kernel never said that all output was sent, so some may be missing. */
  readonly outputLost: boolean;
}

const interruptSeconds = 3;
const silenceSeconds = 2;
const retrySeconds = 0.1;
const retries = 50;

/** Runs code in the kernel and waits for its end, at most `timeout` seconds and a few more. */
export async function execute(
  kernel: Kernel,
  code: string,
  options: ExecuteOptions,
): Promise<Execution> {
  for (let attempt = 0; ; attempt++) {
    const { request, silence } = send(kernel, code, options.onOutput);
    const end = await ending(kernel, request, options.timeout);
    if (end.kind === 'dead') return failed('dead', end.detail);
    if (end.kind === 'unresponsive') return failed('unresponsive', '');
    const { content } = end.reply;
    if (kernel.spec.quirks?.putAside(content) === true && attempt < retries) {
      await sleep(retrySeconds * 1000);
      continue;
    }
    const outputLost = !(await allOutput(kernel, request, silence));
    const count = content.execution_count;
    return {
      status: end.interrupted ? 'timeout' : content.status === 'ok' ? 'ok' : 'error',
      executionCount: typeof count === 'number' ? count : null,
      detail: errorText(content),
      outputLost,
    };
  }
}

/** Waits until all that the kernel has sent so far has arrived here. */
export async function settle(kernel: Kernel): Promise<void> {
  const started = performance.now();
  const request = kernel.request('kernel_info_request', {}, () => undefined);
  await allOutput(kernel, request, () => (performance.now() - started) / 1000);
}

type End =
  | { readonly kind: 'reply'; readonly reply: Message; readonly interrupted: boolean }
  | { readonly kind: 'dead'; readonly detail: string }
  | { readonly kind: 'unresponsive' };

function send(
  kernel: Kernel,
  code: string,
  onOutput: (message: Message) => void,
): { readonly request: Request; readonly silence: () => number } {
  let heard = performance.now();
  const content = {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  };
  const request = kernel.request('execute_request', content, (message) => {
    heard = performance.now();
    onOutput(message);
  });
  // The code may have run in silence for long, and what ends it comes by another way.
  void request.reply.then(() => (heard = performance.now()));
  return { request, silence: () => (performance.now() - heard) / 1000 };
}

async function ending(kernel: Kernel, request: Request, timeout: number): Promise<End> {
  const dead = kernel.ended.then((detail): End => ({ kind: 'dead', detail }));
  const answered = (interrupted: boolean): Promise<End> =>
    request.reply.then((reply): End => ({ kind: 'reply', reply, interrupted }));
  const inTime = await within(timeout, [answered(false), dead]);
  if (inTime !== undefined) return inTime;
  kernel.interrupt();
  const interrupted = await within(interruptSeconds, [answered(true), dead]);
  return interrupted ?? { kind: 'unresponsive' };
}

/** Waits until the kernel says that all is sent; false if it falls silent without saying so. */
async function allOutput(
  kernel: Kernel,
  request: Request,
  silence: () => number,
): Promise<boolean> {
  let gone = false;
  void kernel.ended.then(() => (gone = true));
  while (!request.idle()) {
    if (gone || silence() > silenceSeconds) return false;
    await sleep(5);
  }
  return true;
}

/** The first of the promises, or undefined if none settles within so many seconds. */
async function within<T>(seconds: number, promises: Promise<T>[]): Promise<T | undefined> {
  const timer = new AbortController();
  const late = sleep(seconds * 1000, undefined, { signal: timer.signal }).catch(() => undefined);
  try {
    return await Promise.race([...promises, late]);
  } finally {
    timer.abort();
  }
}

function failed(status: 'dead' | 'unresponsive', detail: string): Execution {
  return { status, executionCount: null, detail, outputLost: true };
}

function errorText({ status, ename, evalue }: Content): string {
  if (status === 'aborted') return 'The kernel put the cell aside after an earlier error.';
  return typeof ename === 'string' && ename !== '' ? `${ename}: ${String(evalue)}` : '';
}
