import { randomUUID } from 'node:crypto';
import {
  newHeader,
  readEnvelope,
  writeEnvelope,
  type Content,
  type Frame,
  type Session,
} from './envelope.js';

export type { Content, Session } from './envelope.js';

/** A message of the Jupyter protocol, as a client reads it. */
export interface Message {
  readonly type: string;
  readonly id: string;
  /** The request that this message answers or comments on. */
  readonly parentId: string | undefined;
  readonly content: Content;
}

export function newSession(): Session {
  return { id: randomUUID(), key: randomUUID() };
}

/** Makes a request: its id, and the frames to send. */
export function encodeRequest(
  session: Session,
  type: string,
  content: Content,
): { readonly id: string; readonly frames: Frame[] } {
  const header = newHeader(session, type);
  return { id: header.msg_id, frames: writeEnvelope(session.key, { header, content }) };
}

/** Reads a message from its frames; undefined if it is not one, or not signed with our key. */
export function decodeMessage(
  session: Session,
  frames: readonly Uint8Array[],
): Message | undefined {
  const envelope = readEnvelope(session.key, frames);
  if ('refused' in envelope) return undefined;
  const { header, parent, content } = envelope;
  return {
    type: header.msg_type,
    id: header.msg_id,
    parentId: typeof parent.msg_id === 'string' ? parent.msg_id : undefined,
    content,
  };
}
