import type { Frame } from '../protocol/envelope.js';

/** Sends through one socket, in order. */
export interface Outbox {
  send(frames: Frame[]): void;
  /** Resolves when everything handed in so far is in the hands of ZeroMQ. */
  flushed(): Promise<void>;
}

/** A queue in front of a socket, which takes one message at a time. */
export function newOutbox(
  socket: { send(frames: Frame[]): Promise<void> },
  onError: (error: unknown) => void,
): Outbox {
  let last = Promise.resolve();
  return {
    send: (frames) => {
      last = last.then(() => socket.send(frames)).catch(onError);
    },
    flushed: () => last,
  };
}
