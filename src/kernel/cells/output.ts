import type { Published } from '../server/language.js';
import { currentRun, type Run } from './run.js';

/** Sends what cells show, in order, many small writes as few messages. */
export interface Output {
  /** Shows something below a cell: the one whose code runs, if none is given. */
  publish(output: Published, run?: Run): void;
  /** Sends what was written and not sent yet. */
  flush(): void;
}

const FLUSH_CHARS = 1 << 16;
const FLUSH_MS = 40;

/** Takes over `process.stdout` and `process.stderr`. */
export function takeOutput(send: (id: string, output: Published) => void): Output {
  let pending:
    { readonly name: string; readonly run: Run; parts: string[]; size: number } | undefined;
  let timer: NodeJS.Immediate | NodeJS.Timeout | undefined;
  let flushed = 0;
  const flush = (): void => {
    flushed = performance.now();
    if (pending === undefined) return;
    const { name, run, parts } = pending;
    pending = undefined;
    send(run.id, { type: 'stream', content: { name, text: parts.join('') } });
  };
  const later = setTimeout; // before cells can be asked to stop their timers
  const write = (name: string, text: string): void => {
    const run = currentRun();
    if (run === undefined || text === '') return;
    if (pending !== undefined && (pending.name !== name || pending.run !== run)) flush();
    pending ??= { name, run, parts: [], size: 0 };
    pending.parts.push(text);
    pending.size += text.length;
    if (pending.size >= FLUSH_CHARS || performance.now() - flushed > FLUSH_MS) flush();
    else
      timer ??= later(() => {
        timer = undefined;
        flush();
      }, FLUSH_MS);
  };
  for (const name of ['stdout', 'stderr'] as const) replaceWrite(name, write);
  return {
    publish: (output, run = currentRun()) => {
      flush();
      if (run !== undefined) send(run.id, output);
    },
    flush,
  };
}

function replaceWrite(
  name: 'stdout' | 'stderr',
  write: (name: string, text: string) => void,
): void {
  const decoder = new TextDecoder();
  process[name].write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    write(name, typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
    const called = typeof encoding === 'function' ? encoding : done;
    if (called !== undefined) process.nextTick(called);
    return true;
  };
}
