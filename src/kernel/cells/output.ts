import type { Published } from '../server/language.js';
import { currentRun, type Run } from './run.js';

/** Shows something below a cell: the one whose code runs, if none is given. */
export type Publish = (output: Published, run?: Run) => void;

/** Takes over `process.stdout` and `process.stderr`: what is written there belongs to a cell. */
export function takeOutput(send: (id: string, output: Published) => void): Publish {
  const publish: Publish = (output, run = currentRun()) => {
    if (run === undefined) return;
    // What cannot be JSON is an error here, in the cell, and not on its way to the front end.
    send(run.id, output.type === 'stream' ? output : jsonOutput(output));
  };
  // Sent at once: a cell may compute for a minute after it has printed a line.
  for (const name of ['stdout', 'stderr'] as const) {
    replaceWrite(name, (text) => publish({ type: 'stream', content: { name, text } }));
  }
  return publish;
}

function jsonOutput({ content, metadata = {}, ...rest }: Published): Published {
  return { ...rest, content: asJson(content), metadata: asJson(metadata) };
}

/**
 * The value as JSON would bring it; throws if it cannot. Bytes become base64, as images are sent,
 * and functions are left out.
 */
export function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, withBytes)) as T;
}

function withBytes(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const given = this[name]; // a Buffer has turned itself into a list by now
  return given instanceof Uint8Array ? Buffer.from(given).toString('base64') : value;
}

function replaceWrite(name: 'stdout' | 'stderr', write: (text: string) => void): void {
  const decoder = new TextDecoder();
  process[name].write = (
    chunk: string | Uint8Array,
    encoding?: BufferEncoding | ((error?: Error | null) => void),
    done?: (error?: Error | null) => void,
  ): boolean => {
    const isCoded = typeof chunk === 'string' && typeof encoding === 'string';
    const bytes = isCoded ? Buffer.from(chunk, encoding) : chunk;
    const text = typeof bytes === 'string' ? bytes : decoder.decode(bytes, { stream: true });
    if (text !== '') write(text);
    const called = typeof encoding === 'function' ? encoding : done;
    if (called !== undefined) process.nextTick(called);
    return true;
  };
}
