import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';
import { encodeFrame, frameReader } from './frames.js';
import type { FromCells, ToCells } from './messages.js';
import { mergeStreams } from './merge-streams.js';
import { IN_FLIGHT, NOTICED, type LinkData, type Numbered, type Outgoing } from './wire.js';

/** How long the main thread may take to notice an interrupt by itself. */
const PATIENCE_MS = 300;
/** Nine seconds: native code, such as the parsing of a huge text, cannot be ended by halves. */
const ATTEMPTS = 30;

/** The thread that holds the line between the kernel and the main thread, where cells run. */
function link({ port, shared }: LinkData): void {
  const flow = new Int32Array(shared);
  const line = new Socket({ fd: 3, readable: true, writable: true });
  let interrupts = 0;
  line.on(
    'data',
    frameReader((message) => forward(message as ToCells)),
  );
  // The kernel is gone, and nobody is left to run cells for.
  line.on('close', () => signalAll('SIGKILL'));
  line.on('error', () => signalAll('SIGKILL'));
  const outgoing = mergeStreams((message, size) => {
    line.write(encodeFrame(message), () => {
      Atomics.sub(flow, IN_FLIGHT, size);
      Atomics.notify(flow, IN_FLIGHT);
    });
  });
  port.on('message', ({ message, size }: Outgoing) => outgoing(message, size));

  const forward = (message: ToCells): void => {
    if (message.type === 'interrupt') interrupts++;
    const numbered: Numbered = { message, interrupt: interrupts };
    port.postMessage(numbered);
    if (message.type !== 'interrupt') return;
    interruptChildren();
    setTimeout(insist, PATIENCE_MS, interrupts, 1);
  };
  /** Ends whatever the main thread executes, until it comes round to reading its messages. */
  const insist = (interrupt: number, attempt: number): void => {
    if (Atomics.load(flow, NOTICED) >= interrupt) return;
    if (attempt > ATTEMPTS) {
      line.write(encodeFrame({ type: 'stuck' } satisfies FromCells));
      return;
    }
    terminateExecution();
    interruptChildren();
    setTimeout(insist, PATIENCE_MS, interrupt, attempt + 1);
  };
}

/** Signals this process and what its cells have started; on Windows, this process alone. */
function signalAll(signal: 'SIGINT' | 'SIGKILL'): void {
  process.kill(process.platform === 'win32' ? process.pid : 0, signal);
}

/** As Ctrl-C does in a terminal. */
function interruptChildren(): void {
  if (process.platform !== 'win32') signalAll('SIGINT');
}

function terminateExecution(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => session.disconnect());
}

link(workerData as LinkData);
