import { createHmac, randomUUID } from 'node:crypto';

/** Written apart from `src/kernel/protocol`, so that an error there is not made twice. */

export type Json = Readonly<Record<string, unknown>>;
export type Channel = 'shell' | 'control' | 'stdin' | 'iopub';

export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message as it came, with everything around it. */
export interface RawMessage {
  readonly channel: Channel;
  /** What stood before the delimiter: the topic on iopub. */
  readonly prefix: readonly string[];
  readonly signed: boolean;
  readonly header: Header;
  /** Empty if the message has no parent. */
  readonly parent: Partial<Header>;
  readonly metadata: Json;
  readonly content: Json;
  readonly buffers: readonly Uint8Array[];
}

export interface Outgoing {
  readonly type: string;
  readonly content: Json;
  readonly parent?: Json;
  readonly buffers?: readonly Uint8Array[];
  /** Signs with another key than the connection's. */
  readonly key?: string;
}

const delimiter = '<IDS|MSG>';

/** The frames of a message, and its id. */
export function frames(
  session: string,
  key: string,
  message: Outgoing,
): { readonly id: string; readonly frames: (string | Uint8Array)[] } {
  const header: Header = {
    msg_id: randomUUID(),
    msg_type: message.type,
    session,
    username: 'test',
    date: new Date().toISOString(),
    version: '5.3',
  };
  const parts = [header, message.parent ?? {}, {}, message.content].map((part) =>
    JSON.stringify(part),
  );
  const signature = sign(message.key ?? key, parts);
  return {
    id: header.msg_id,
    frames: [delimiter, signature, ...parts, ...(message.buffers ?? [])],
  };
}

export function parse(channel: Channel, key: string, received: readonly Buffer[]): RawMessage {
  const start = received.findIndex((frame) => frame.toString() === delimiter);
  if (start < 0) throw new Error(`a message without delimiter on ${channel}`);
  const parts = received.slice(start + 2, start + 6).map((frame) => frame.toString('utf8'));
  const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part) as Json);
  return {
    channel,
    prefix: received.slice(0, start).map((frame) => frame.toString()),
    signed: received[start + 1].toString() === sign(key, parts),
    header: header as unknown as Header,
    parent: parent,
    metadata,
    content,
    buffers: received.slice(start + 6),
  };
}

function sign(key: string, parts: readonly string[]): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}
