import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Dealer, Request, Subscriber } from 'zeromq';
import { newConnection, type Connection } from '../../../src/kernel/headless/connection.js';
import {
  spawnKernel,
  type KernelProcess,
  type SpawnOptions,
} from '../../../src/kernel/headless/kernel-process.js';
import type { KernelSpec } from '../../../src/kernel/headless/kernelspec.js';
import { frames, parse, type Channel, type Json, type Outgoing, type RawMessage } from './wire.js';

/** A request, and what has come of it so far. */
export interface Exchange {
  readonly id: string;
  /** Everything published about it; grows as long as something comes. */
  readonly published: readonly RawMessage[];
  readonly reply: RawMessage | undefined;
  /** Whether the kernel has said that it is done with it. */
  readonly idle: boolean;
}

/** A kernel, seen through all five channels, with nothing hidden. */
export interface RawKernel {
  readonly pid: number;
  readonly key: string;
  /** Everything that ever came, in the order of arrival. */
  readonly log: readonly RawMessage[];
  /** Resolves when the process is gone, with how it ended in words. */
  readonly ended: Promise<string>;
  /** Sends a message and returns at once. */
  send(channel: Exclude<Channel, 'iopub'>, message: Outgoing): Exchange;
  /** Sends a request and waits for its reply and for the end of its output. */
  request(
    channel: 'shell' | 'control',
    type: string,
    content: Json,
    seconds?: number,
  ): Promise<RawMessage>;
  /** Waits until the condition holds; throws if it takes too long or the kernel ends. */
  until(condition: () => boolean, what: string, seconds?: number): Promise<void>;
  /** What the heartbeat sends back for `text`. */
  heartbeat(text: string, seconds?: number): Promise<string>;
  /** Interrupts the way the kernelspec says. */
  interrupt(): void;
  signal(signal: NodeJS.Signals): void;
  /** What the process wrote past the channels. */
  tail(): string;
  /** Ends the process and its children at once. */
  kill(): Promise<void>;
}

interface Open extends Exchange {
  readonly published: RawMessage[];
  reply: RawMessage | undefined;
  idle: boolean;
}

export interface RawOptions extends Partial<SpawnOptions> {
  /** Seconds to wait for whatever is waited for, unless a call says otherwise. */
  readonly patience?: number;
}

/** Starts a kernel and waits until it answers and what it publishes arrives. */
export async function startRaw(spec: KernelSpec, options: RawOptions = {}): Promise<RawKernel> {
  const { cwd = process.cwd(), env = {}, patience = 20 } = options;
  const key = randomUUID();
  const connection = await newConnection(key);
  const child = spawnKernel(spec, connection.file, { cwd, env });
  const kernel = connect(spec, key, connection, child, patience);
  try {
    await untilHeard(kernel);
    return kernel;
  } catch (error) {
    await kernel.kill();
    throw error;
  } finally {
    connection.close();
  }
}

/** The subscription takes a moment to reach the kernel; what it publishes until then is lost. */
async function untilHeard(kernel: RawKernel): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const asked = kernel.send('shell', { type: 'kernel_info_request', content: {} });
    await kernel.until(() => asked.reply !== undefined, 'kernel_info_reply', 60);
    for (let i = 0; i < 10 && !asked.idle; i++) await sleep(5);
    if (asked.idle) return;
  }
  throw new Error('nothing the kernel publishes arrives');
}

function connect(
  spec: KernelSpec,
  key: string,
  connection: Connection,
  child: KernelProcess,
  patience: number,
): RawKernel {
  const session = randomUUID();
  const open = new Map<string, Open>();
  const log: RawMessage[] = [];
  const dealer = (channel: Channel): Dealer => {
    const socket = new Dealer({ linger: 0, routingId: session, receiveHighWaterMark: 0 });
    socket.connect(connection.address(channel));
    return socket;
  };
  const sockets = { shell: dealer('shell'), control: dealer('control'), stdin: dealer('stdin') };
  const published = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  published.connect(connection.address('iopub'));
  published.subscribe();

  const hear = (message: RawMessage): void => {
    log.push(message);
    const exchange = open.get(message.parent.msg_id ?? '');
    if (exchange === undefined) return;
    if (message.channel !== 'iopub') {
      if (message.channel !== 'stdin') exchange.reply = message;
      return;
    }
    exchange.published.push(message);
    if (isIdle(message)) exchange.idle = true;
  };
  const receive = async (channel: Channel, socket: Dealer | Subscriber): Promise<void> => {
    for await (const received of socket) hear(parse(channel, key, received));
  };
  void receive('shell', sockets.shell);
  void receive('control', sockets.control);
  void receive('stdin', sockets.stdin);
  void receive('iopub', published);

  let end: string | undefined;
  void child.ended.then((how) => (end = how));
  const until: RawKernel['until'] = async (condition, what, seconds = patience) => {
    const deadline = performance.now() + seconds * 1000;
    while (!condition()) {
      if (end !== undefined) throw new Error(`no ${what}: the kernel ${end}\n${child.tail()}`);
      if (performance.now() > deadline) throw new Error(`no ${what} within ${seconds} s`);
      await sleep(2);
    }
  };
  const send: RawKernel['send'] = (channel, message) => {
    const made = frames(session, key, message);
    const exchange: Open = { id: made.id, published: [], reply: undefined, idle: false };
    open.set(made.id, exchange);
    // It fails only when the socket is closed; whoever waits for the reply is told of the end.
    sockets[channel].send(made.frames).catch(() => undefined);
    return exchange;
  };
  return {
    pid: child.pid ?? 0,
    key,
    log,
    ended: child.ended,
    send,
    until,
    request: async (channel, type, content, seconds) => {
      const exchange = send(channel, { type, content });
      await until(() => exchange.reply !== undefined && exchange.idle, `end of ${type}`, seconds);
      return exchange.reply!;
    },
    heartbeat: async (text, seconds = patience) => {
      const socket = new Request({ linger: 0, receiveTimeout: seconds * 1000 });
      socket.connect(connection.address('hb'));
      try {
        await socket.send(text);
        return String((await socket.receive())[0]);
      } finally {
        socket.close();
      }
    },
    interrupt: () => {
      if (spec.interruptMode === 'signal') child.interrupt();
      else send('control', { type: 'interrupt_request', content: {} });
    },
    signal: (signal) => process.kill(child.pid!, signal),
    tail: () => child.tail(),
    kill: async () => {
      child.kill();
      await child.ended;
      for (const socket of [...Object.values(sockets), published]) socket.close();
    },
  };
}

function isIdle({ header, content }: RawMessage): boolean {
  return header.msg_type === 'status' && content.execution_state === 'idle';
}
