import { newHeader, writeEnvelope, type Content, type Session } from '../protocol/envelope.js';
import { text } from '../protocol/fields.js';
import type { Published } from './language.js';
import type { Outbox } from './outbox.js';

/** Speaks to everybody who listens, on iopub. */
export interface Publisher {
  /** Publishes as a consequence of the request with the header `parent`. */
  publish(parent: Content, output: Published): void;
  status(parent: Content, state: 'starting' | 'busy' | 'idle'): void;
  /** Answers a new subscription. */
  greet(topic: string): void;
  /** Resolves when everything published so far is in the hands of ZeroMQ. */
  flushed(): Promise<void>;
}

interface Stream {
  readonly parent: Content;
  readonly name: string;
  text: string;
}

/** How long, in ms, text of a stream may wait for more: front ends choke on a message for each line. */
const patience = 20;
/** How long, in UTF-16 units, the text may grow meanwhile. */
const longest = 1 << 18;

export function newPublisher(session: Session, outbox: Outbox): Publisher {
  let stream: Stream | undefined;
  let timer: NodeJS.Timeout | undefined;
  const send = (parent: Content, output: Published, topic = output.type): void => {
    const header = newHeader(session, output.type);
    const identities = [Buffer.from(topic)];
    outbox.send(writeEnvelope(session.key, { identities, header, parent, ...output }));
  };
  const flush = (): void => {
    clearTimeout(timer);
    if (stream === undefined) return;
    const { parent, ...content } = stream;
    stream = undefined;
    send(parent, { type: 'stream', content });
  };
  const gather = (parent: Content, name: string, more: string): void => {
    if (stream?.parent === parent && stream.name === name) {
      stream.text += more;
    } else {
      flush();
      stream = { parent, name, text: more };
      timer = setTimeout(flush, patience);
    }
    if (stream.text.length > longest) flush();
  };
  const publish = (parent: Content, output: Published): void => {
    if (isPlainStream(output)) {
      gather(parent, text(output.content, 'name', 'stdout'), text(output.content, 'text'));
    } else {
      flush();
      send(parent, output);
    }
  };
  return {
    publish,
    status: (parent, state) => {
      publish(parent, { type: 'status', content: { execution_state: state } });
    },
    greet: (topic) => {
      send({}, { type: 'iopub_welcome', content: { subscription: topic } }, topic);
    },
    flushed: () => {
      flush();
      return outbox.flushed();
    },
  };
}

function isPlainStream({ type, metadata, buffers }: Published): boolean {
  return type === 'stream' && metadata === undefined && buffers === undefined;
}
