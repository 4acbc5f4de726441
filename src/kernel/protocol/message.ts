import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** What a Jupyter message says, without its envelope. */
export type Content = Readonly<Record<string, unknown>>;

/** A message of the Jupyter protocol 5.3, as it arrives. */
export interface Message {
  readonly type: string;
  readonly id: string;
  /** The request that this message answers or comments on. */
  readonly parentId: string | undefined;
  readonly content: Content;
}

/** Who speaks, and the key that signs the messages of this connection. */
export interface Session {
  readonly id: string;
  readonly key: string;
}

const delimiter = '<IDS|MSG>';
const protocol = '5.3';

export function newSession(): Session {
  return { id: randomUUID(), key: randomUUID() };
}

/** Makes a request: its id, and the frames to send (delimiter, signature, header, parent, metadata, content). */
export function encodeRequest(
  session: Session,
  type: string,
  content: Content,
): { readonly id: string; readonly frames: string[] } {
  const id = randomUUID();
  const header = {
    msg_id: id,
    msg_type: type,
    session: session.id,
    username: 'prunelab',
    date: new Date().toISOString(),
    version: protocol,
  };
  const parts = [header, {}, {}, content].map((part) => JSON.stringify(part));
  return { id, frames: [delimiter, sign(session.key, parts), ...parts] };
}

/** Reads a message from its frames; undefined if it is not one, or not signed with our key. */
export function decodeMessage(
  session: Session,
  frames: readonly Uint8Array[],
): Message | undefined {
  const texts = frames.map((frame) => Buffer.from(frame).toString('utf8'));
  const start = texts.indexOf(delimiter);
  if (start < 0 || texts.length < start + 6) return undefined;
  const [signature, ...parts] = texts.slice(start + 1, start + 6);
  if (!sameText(signature, sign(session.key, parts))) return undefined;
  const [header, parent, , content] = parts.map((part) => JSON.parse(part) as Content);
  return {
    type: String(header.msg_type),
    id: String(header.msg_id),
    parentId: typeof parent.msg_id === 'string' ? parent.msg_id : undefined,
    content,
  };
}

/** HMAC-SHA256 over the four parts, in hexadecimal. */
function sign(key: string, parts: readonly string[]): string {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
