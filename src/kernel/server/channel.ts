import type { Router } from 'zeromq';
import {
  newHeader,
  readEnvelope,
  writeEnvelope,
  type Content,
  type Envelope,
  type Session,
} from '../protocol/envelope.js';
import type { Outbox } from './outbox.js';

/** A message from a front end. */
export interface Request extends Envelope {
  readonly type: string;
  readonly id: string;
  /** Answers whoever sent it; the answer to `x_request` is called `x_reply`. */
  reply(content: Content, metadata?: Content): void;
}

/** Tells whether a signature is new; it remembers the last `limit` that it was asked about. */
export function newReplayGuard(limit = 1 << 16): (signature: string) => boolean {
  const seen = new Set<string>();
  return (signature) => {
    if (signature === '') return true; // the messages of this connection are not signed
    if (seen.has(signature)) return false;
    seen.add(signature);
    const [oldest] = seen;
    if (seen.size > limit) seen.delete(oldest);
    return true;
  };
}

/** Hands on every message that arrives until the socket is closed; drops what is forged or broken. */
export async function receive(
  socket: Router,
  outbox: Outbox,
  session: Session,
  options: {
    readonly isNew: (signature: string) => boolean;
    readonly drop: (why: string) => void;
    readonly handle: (request: Request) => void;
  },
): Promise<void> {
  for await (const frames of socket) {
    const envelope = readEnvelope(session.key, frames);
    if ('refused' in envelope) {
      options.drop(envelope.refused);
    } else if (!options.isNew(envelope.signature)) {
      options.drop('it was received before');
    } else {
      options.handle(request(envelope, outbox, session));
    }
  }
}

function request(envelope: Envelope, outbox: Outbox, session: Session): Request {
  const { header, identities } = envelope;
  const type = header.msg_type;
  return {
    ...envelope,
    type,
    id: header.msg_id,
    reply: (content, metadata = {}) => {
      const draft = {
        identities,
        header: newHeader(session, type.replace(/_request$/, '_reply')),
        parent: header,
        metadata,
        content,
      };
      outbox.send(writeEnvelope(session.key, draft));
    },
  };
}
