import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { moduleBeside, startThread } from '../../../thread.js';
import { isRecord } from '../../notebook/notebook.js';
import type { FromCells, ToCells } from './messages.js';

/** The main thread's end of the line to the kernel. */
export interface Wire {
  send(message: FromCells): void;
  onMessage(hear: (message: ToCells) => void): void;
}

/** What a message carries besides itself: interrupts are numbered, so that they can be noticed. */
export interface Numbered {
  readonly message: ToCells;
  readonly interrupt: number;
}

/** A message to the kernel, and about how many kilobytes it takes. */
export interface Outgoing {
  readonly message: FromCells;
  readonly size: number;
}

export interface LinkData {
  readonly port: MessagePort;
  /** Int32: the last interrupt noticed, and kilobytes on their way to the kernel. */
  readonly shared: SharedArrayBuffer;
}

export const NOTICED = 0;
export const IN_FLIGHT = 1;

/** A cell that floods its output waits when so much of it, in kilobytes, has not left yet. */
const WINDOW = 8192;

/**
 * Starts the thread that holds the line, so that output leaves and interrupts arrive even while
 * the main thread is in a loop.
 */
export function startWire(): Wire {
  const { port1: port, port2 } = new MessageChannel();
  const shared = new SharedArrayBuffer(8);
  const flow = new Int32Array(shared);
  const data: LinkData = { port: port2, shared };
  const thread: Worker = startThread(moduleBeside(import.meta.url, 'link'), {
    workerData: data,
    transferList: [port2],
    stdout: false,
  });
  thread.on('error', (error) => {
    throw error;
  });
  return {
    send: (message) => {
      const size = sizeOf(message);
      while (Atomics.load(flow, IN_FLIGHT) > WINDOW) {
        Atomics.wait(flow, IN_FLIGHT, Atomics.load(flow, IN_FLIGHT), 100);
      }
      const outgoing: Outgoing = { message, size };
      port.postMessage(outgoing);
      Atomics.add(flow, IN_FLIGHT, size); // not before: what cannot be posted is not on its way
    },
    onMessage: (hear) => {
      port.on('message', ({ message, interrupt }: Numbered) => {
        if (message.type === 'interrupt') Atomics.store(flow, NOTICED, interrupt);
        hear(message);
      });
    },
  };
}

/** About how many kilobytes a message takes. */
function sizeOf(message: FromCells): number {
  if (message.type !== 'publish') return 1;
  const { content, buffers = [] } = message.output;
  const texts = [content.text, ...Object.values(isRecord(content.data) ? content.data : {})];
  const sizes = [
    ...texts.map((text) => (typeof text === 'string' ? text.length : 1000)),
    ...buffers.map(({ byteLength }) => byteLength),
  ];
  return 1 + (sizes.reduce((sum, size) => sum + size, 0) >> 10);
}
