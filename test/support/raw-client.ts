import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Dealer, Request as Ping, Subscriber } from 'zeromq';
import {
  newHeader,
  readEnvelope,
  writeEnvelope,
  type Content,
  type Draft,
  type Envelope,
  type Frame,
} from '../../src/kernel/protocol/envelope.js';

type Asking = 'shell' | 'control' | 'stdin';

/** A message from a kernel. */
export interface Received extends Envelope {
  readonly channel: Asking | 'iopub';
  readonly type: string;
  /** The id of what it answers or comments on. */
  readonly about: unknown;
}

export interface Exchange {
  readonly reply: Received;
  /** Everything published about the request up to `idle`, with `busy` and `idle`. */
  readonly published: readonly Received[];
}

/** A front end that hides nothing: it sends what it is told and keeps what it hears. */
export interface RawClient {
  readonly heard: readonly Received[];
  /** Sends a message, signed; returns its id. */
  send(channel: Asking, type: string, content: Content, more?: Partial<Draft>): Promise<string>;
  sendFrames(channel: Asking, frames: Frame[]): Promise<void>;
  /** The frames of a message as they would be sent. */
  frames(type: string, content: Content): Frame[];
  /** The first message that is so, heard already or still to come. */
  hear(what: (message: Received) => boolean): Promise<Received>;
  /** Sends a request and waits for its reply and the end of its output. */
  ask(channel: Asking, type: string, content: Content): Promise<Exchange>;
  /** Waits for the reply to a request and the end of its output. */
  exchange(id: string): Promise<Exchange>;
  execute(code: string, more?: Content): Promise<Exchange>;
  ping(text: string): Promise<string>;
  close(): void;
}

const patience = 15_000;

/** Connects to the kernel of a connection file, and waits until it hears it. */
export async function rawClient(file: string): Promise<RawClient> {
  const connection = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string | number>;
  const key = String(connection.key);
  const address = (channel: string): string =>
    `tcp://${connection.ip}:${connection[`${channel}_port`]}`;
  const session = { id: randomUUID(), key };
  const dealer = (): Dealer => new Dealer({ routingId: session.id, linger: 0 });
  const asking = { shell: dealer(), control: dealer(), stdin: dealer() };
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });
  const ping = new Ping({ linger: 0 });
  const heard: Received[] = [];
  const waiting: (() => void)[] = [];

  const listen = async (channel: Received['channel'], socket: Dealer | Subscriber) => {
    for await (const frames of socket) {
      const envelope = readEnvelope(key, frames);
      if ('refused' in envelope) throw new Error(`the kernel sent what ${envelope.refused}`);
      const { header, parent } = envelope;
      heard.push({ ...envelope, channel, type: header.msg_type, about: parent.msg_id });
      for (const wake of waiting.splice(0)) wake();
    }
  };
  for (const [channel, socket] of Object.entries({ ...asking, iopub })) {
    socket.connect(address(channel));
    if (socket instanceof Subscriber) socket.subscribe();
    void listen(channel as Received['channel'], socket);
  }
  ping.connect(address('hb'));

  const client: RawClient = {
    heard,
    send: async (channel, type, content, more = {}) => {
      const header = newHeader(session, type);
      await asking[channel].send(writeEnvelope(key, { header, content, ...more }));
      return header.msg_id;
    },
    sendFrames: (channel, frames) => asking[channel].send(frames),
    frames: (type, content) => writeEnvelope(key, { header: newHeader(session, type), content }),
    hear: async (what) => {
      const end = Date.now() + patience;
      for (let from = 0; ;) {
        const found = heard.slice(from).find(what);
        if (found !== undefined) return found;
        if (Date.now() > end) assert.fail(`not heard; but:\n${summary(heard)}`);
        from = heard.length;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patience);
          waiting.push(() => {
            clearTimeout(timer);
            resolve();
          });
        });
      }
    },
    ask: async (channel, type, content) =>
      client.exchange(await client.send(channel, type, content)),
    exchange: async (id) => {
      const reply = await client.hear(
        ({ about, channel }) => about === id && (channel === 'shell' || channel === 'control'),
      );
      const idle = await client.hear(
        ({ about, content }) => about === id && content.execution_state === 'idle',
      );
      const published = heard
        .slice(0, heard.indexOf(idle) + 1)
        .filter(({ about, channel }) => about === id && channel === 'iopub');
      return { reply, published };
    },
    execute: (code, more = {}) => client.ask('shell', 'execute_request', { code, ...more }),
    ping: async (text) => {
      await ping.send(text);
      return String(await ping.receive());
    },
    close: () => {
      for (const socket of [...Object.values(asking), iopub, ping]) socket.close();
    },
  };
  await client.hear(({ type }) => type === 'iopub_welcome');
  return client;
}

function summary(heard: readonly Received[]): string {
  const lines = heard.map(({ channel, type, content }) => [channel, type, JSON.stringify(content)]);
  return lines
    .slice(-30)
    .map((words) => words.join(' ').slice(0, 200))
    .join('\n');
}
