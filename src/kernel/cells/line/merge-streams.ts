import type { FromCells } from './messages.js';

type Send = (message: FromCells, size: number) => void;

interface Stream {
  readonly id: string;
  readonly name: unknown;
  readonly texts: string[];
  size: number;
}

/** Makes neighbouring writes to one stream of one cell one message, if they come in one go. */
export function mergeStreams(send: Send): Send {
  let open: Stream | undefined;
  const flush = (): void => {
    if (open === undefined) return;
    const { id, name, texts, size } = open;
    open = undefined;
    const content = { name, text: texts.join('') };
    send({ type: 'publish', id, output: { type: 'stream', content } }, size);
  };
  return (message, size) => {
    if (message.type !== 'publish' || message.output.type !== 'stream') {
      flush();
      send(message, size);
      return;
    }
    const { name, text } = message.output.content;
    if (open !== undefined && (open.id !== message.id || open.name !== name)) flush();
    if (open === undefined) {
      open = { id: message.id, name, texts: [], size: 0 };
      setImmediate(flush);
    }
    open.texts.push(String(text));
    open.size += size;
  };
}
