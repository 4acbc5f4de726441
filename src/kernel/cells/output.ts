import type { Published } from '../server/language.js';
import { currentRun, type Run } from './run.js';

/** Shows something below a cell: the one whose code runs, if none is given. */
export type Publish = (output: Published, run?: Run) => void;

/** Takes over `process.stdout` and `process.stderr`: what is written there belongs to a cell. */
export function takeOutput(send: (id: string, output: Published) => void): Publish {
  const publish: Publish = (output, run = currentRun()) => {
    if (run !== undefined) send(run.id, output);
  };
  // Sent at once: a cell may compute for a minute after it has printed a line.
  for (const name of ['stdout', 'stderr'] as const) {
    replaceWrite(name, (text) => publish({ type: 'stream', content: { name, text } }));
  }
  return publish;
}

function replaceWrite(name: 'stdout' | 'stderr', write: (text: string) => void): void {
  const decoder = new TextDecoder();
  process[name].write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text !== '') write(text);
    const called = typeof encoding === 'function' ? encoding : done;
    if (called !== undefined) process.nextTick(called);
    return true;
  };
}
