import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** What a Jupyter message says, without its envelope. */
export type Content = Readonly<Record<string, unknown>>;

/** Who speaks, and the key that signs the messages of this connection; an empty key signs nothing. */
export interface Session {
  readonly id: string;
  readonly key: string;
}

export type Header = Content & { readonly msg_id: string; readonly msg_type: string };

/** A message as it travels. */
export interface Envelope {
  /** Where it came from, or goes to: the frames before the delimiter. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  /** The header of the request that this message answers or comments on; empty if there is none. */
  readonly parent: Content;
  readonly metadata: Content;
  readonly content: Content;
  readonly buffers: readonly Uint8Array[];
}

/** A message to send: what it leaves out is empty. */
export type Draft = Pick<Envelope, 'header' | 'content'> & Partial<Envelope>;

/** An envelope that was read, and the signature it came with. */
export type SignedEnvelope = Envelope & { readonly signature: string };

/** Why frames are not read as a message. */
export interface Refusal {
  readonly refused: string;
}

export type Frame = string | Uint8Array;

/** The version of the Jupyter protocol that we speak. */
export const protocolVersion = '5.3';

const delimiter = Buffer.from('<IDS|MSG>');

export function newHeader(session: Session, type: string): Header {
  return {
    msg_id: randomUUID(),
    msg_type: type,
    session: session.id,
    username: 'prunelab',
    date: new Date().toISOString(),
    version: protocolVersion,
  };
}

/** The frames of a message: identities, delimiter, signature, four parts in JSON, buffers. */
export function writeEnvelope(key: string, draft: Draft): Frame[] {
  const { identities = [], header, parent = {}, metadata = {}, content, buffers = [] } = draft;
  const parts = [header, parent, metadata, content].map((part) =>
    Buffer.from(JSON.stringify(part)),
  );
  return [...identities, delimiter, sign(key, parts), ...parts, ...buffers];
}

/** Reads a message from its frames; its JSON is looked at only once the signature is right. */
export function readEnvelope(key: string, frames: readonly Uint8Array[]): SignedEnvelope | Refusal {
  const start = frames.findIndex((frame) => delimiter.equals(frame));
  if (start < 0 || frames.length < start + 6) return { refused: 'it is no Jupyter message' };
  const signature = Buffer.from(frames[start + 1]);
  const parts = frames.slice(start + 2, start + 6);
  if (key !== '' && !sameBytes(signature, Buffer.from(sign(key, parts)))) {
    return { refused: 'its signature is wrong' };
  }
  const values = parts.map(record);
  const [header, parent, metadata, content] = values;
  if (values.includes(undefined)) return { refused: 'its JSON is broken' };
  if (!isHeader(header!)) return { refused: 'its header names no msg_id and msg_type' };
  return {
    identities: frames.slice(0, start),
    signature: signature.toString(),
    header,
    parent: parent!,
    metadata: metadata!,
    content: content!,
    buffers: frames.slice(start + 6),
  };
}

/** HMAC-SHA256 over the four parts, in hexadecimal; empty without a key. */
function sign(key: string, parts: readonly Uint8Array[]): string {
  if (key === '') return '';
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The JSON object in a frame, if it holds one. */
function record(frame: Uint8Array): Content | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(frame).toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Content) : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(header: Content): header is Header {
  return typeof header.msg_id === 'string' && typeof header.msg_type === 'string';
}
