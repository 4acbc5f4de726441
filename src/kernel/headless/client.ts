import { setTimeout as sleep } from 'node:timers/promises';
import { Dealer, Subscriber } from 'zeromq';
import { newConnection, type Connection } from './connection.js';
import { spawnKernel, type KernelProcess, type SpawnOptions } from './kernel-process.js';
import type { KernelSpec } from './kernelspec.js';
import {
  decodeMessage,
  encodeRequest,
  newSession,
  type Content,
  type Message,
  type Session,
} from '../protocol/message.js';
import { isRecord } from '../notebook/notebook.js';

export interface StartOptions extends SpawnOptions {
  /** Seconds the kernel may take until it answers. */
  readonly startTimeout?: number;
}

/** A request on its way. */
export interface Request {
  /** Never settles if the kernel never answers; race it against `Kernel.ended`. */
  readonly reply: Promise<Message>;
  /** Whether the kernel has said that all output of this request is sent. */
  idle(): boolean;
}

/** A kernel that we started and can talk to. */
export interface Kernel {
  readonly spec: KernelSpec;
  readonly pid: number;
  /** What the kernel says about its language, as notebooks keep it. */
  readonly languageInfo: Content;
  /** Resolves when the kernel is gone, with how it ended in words. */
  readonly ended: Promise<string>;
  /** Sends a request; `listener` hears everything published about it, even after the reply. */
  request(type: string, content: Content, listener: (message: Message) => void): Request;
  interrupt(): void;
  /** Asks the kernel to end, then ends it; safe to call twice. */
  shutdown(): Promise<void>;
}

/** A kernel that has not yet said anything. */
type Connected = Omit<Kernel, 'languageInfo'>;

interface Pending {
  readonly answer: (reply: Message) => void;
  readonly listener: (message: Message) => void;
  idle: boolean;
}

const attempts = 3;
const politeSeconds = 1;

/** Starts a kernel and waits until it answers; throws, with what it printed, if it does not. */
export async function startKernel(spec: KernelSpec, options: StartOptions): Promise<Kernel> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(spec, options);
    } catch (error) {
      // Another program took one of our ports between our choice and the kernel's use of it.
      if (attempt === attempts || !/EADDRINUSE|address already in use/i.test(String(error))) {
        throw error;
      }
    }
  }
}

async function startOnce(spec: KernelSpec, options: StartOptions): Promise<Kernel> {
  const session = newSession();
  const connection = await newConnection(session.key);
  const child = spawnKernel(spec, connection.file, options);
  const kernel = connect(spec, session, connection, child);
  const seconds = options.startTimeout ?? 60;
  try {
    const languageInfo = await Promise.race([
      firstAnswer(kernel),
      child.ended.then((how): never => {
        throw new Error(`it ${how}`);
      }),
      sleep(seconds * 1000, undefined, { ref: false }).then((): never => {
        throw new Error(`it did not answer within ${seconds} s`);
      }),
    ]);
    return { ...kernel, languageInfo };
  } catch (cause) {
    child.kill();
    await kernel.shutdown();
    const printed = child.tail() === '' ? '' : ` It printed:\n${child.tail()}`;
    const why = (cause as Error).message;
    throw new Error(`The kernel ${spec.name} did not start: ${why}.${printed}`, { cause });
  } finally {
    connection.close();
  }
}

/** Resolves once the kernel answers and its published messages reach us, which may take longer. */
async function firstAnswer(kernel: Connected): Promise<Content> {
  let published = false;
  for (;;) {
    const { reply } = kernel.request('kernel_info_request', {}, () => (published = true));
    const { language_info: info } = (await reply).content;
    if (published) return isRecord(info) ? info : {};
    await sleep(20);
  }
}

function connect(
  spec: KernelSpec,
  session: Session,
  connection: Connection,
  child: KernelProcess,
): Connected {
  const shell = new Dealer({ linger: 0 });
  const control = new Dealer({ linger: 0 });
  const published = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  shell.connect(connection.address('shell'));
  control.connect(connection.address('control'));
  published.connect(connection.address('iopub'));
  published.subscribe();

  const pending = new Map<string, Pending>();
  const ofRequest = (message: Message): Pending | undefined =>
    message.parentId === undefined ? undefined : pending.get(message.parentId);
  const onReply = (message: Message): void => ofRequest(message)?.answer(message);
  const onPublished = (message: Message): void => {
    const request = ofRequest(message);
    if (request === undefined) return;
    if (message.type === 'status' && message.content.execution_state === 'idle') {
      request.idle = true;
    }
    request.listener(message);
  };
  void receive(session, shell, onReply);
  void receive(session, control, onReply);
  void receive(session, published, onPublished);

  const send = (
    socket: Dealer,
    type: string,
    content: Content,
    listener: (message: Message) => void,
  ): Request => {
    const { id, frames } = encodeRequest(session, type, content);
    let answer!: (reply: Message) => void;
    const reply = new Promise<Message>((resolve) => (answer = resolve));
    const request: Pending = { answer, listener, idle: false };
    pending.set(id, request);
    // It fails only when the socket is closed, and then nobody waits for the reply.
    socket.send(frames).catch(() => undefined);
    return { reply, idle: () => request.idle };
  };
  const ignore = (): void => undefined;
  let ending: Promise<void> | undefined;
  const shutdown = async (): Promise<void> => {
    send(control, 'shutdown_request', { restart: false }, ignore);
    await Promise.race([child.ended, sleep(politeSeconds * 1000, undefined, { ref: false })]);
    child.kill();
    await child.ended;
    for (const socket of [shell, control, published]) socket.close();
  };
  return {
    spec,
    pid: child.pid ?? 0,
    ended: child.ended.then((how) => (child.tail() === '' ? how : `${how}\n${child.tail()}`)),
    request: (type, content, listener) => send(shell, type, content, listener),
    interrupt: () => {
      if (spec.interruptMode === 'signal') child.interrupt();
      else send(control, 'interrupt_request', {}, ignore);
    },
    shutdown: () => (ending ??= shutdown()),
  };
}

/** Hands every message of a socket on until the socket is closed. */
async function receive(
  session: Session,
  socket: Dealer | Subscriber,
  handle: (message: Message) => void,
): Promise<void> {
  for await (const frames of socket) {
    const message = decodeMessage(session, frames);
    if (message !== undefined) handle(message);
  }
}
