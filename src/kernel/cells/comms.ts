import { randomUUID } from 'node:crypto';
import type { Comm, CommData, CommOptions } from '../../display/live.js';
import { isRecord } from '../notebook/notebook.js';
import type { CommMessage, Published } from '../server/language.js';
import { currentRun, resume } from './run.js';

/** The open comms of the cells' process. */
export interface Comms {
  open(options: CommOptions): Comm;
  onOpened(target: string, opened: (comm: Comm, data: CommData) => void): void;
  hear(message: CommMessage): void;
}

/** What a callback shows appears below the cell that gave it. */
function ofThisCell<T extends unknown[]>(callback: (...given: T) => void): typeof callback {
  const run = currentRun();
  return (...given) => {
    resume(run);
    callback(...given);
  };
}

interface OpenComm {
  readonly comm: Comm;
  readonly hearers: ((data: CommData, buffers: readonly Uint8Array[]) => void)[];
  readonly closers: ((data: CommData) => void)[];
}

/** `publish` shows output of the running cell, or of the message with the id `parent`. */
export function newComms(publish: (output: Published, parent?: string) => void): Comms {
  const open = new Map<string, OpenComm>();
  const targets = new Map<string, (comm: Comm, data: CommData) => void>();
  const add = (id: string): Comm => {
    const entry: OpenComm = {
      hearers: [],
      closers: [],
      comm: {
        id,
        send: (data, buffers = []) => {
          publish({ type: 'comm_msg', content: { comm_id: id, data }, buffers });
        },
        close: (data = {}) => {
          if (open.delete(id)) publish({ type: 'comm_close', content: { comm_id: id, data } });
        },
        onMessage: (hear) => void entry.hearers.push(ofThisCell(hear)),
        onClose: (hear) => void entry.closers.push(ofThisCell(hear)),
      },
    };
    open.set(id, entry);
    return entry.comm;
  };
  return {
    open: ({ target, id = randomUUID(), data = {}, metadata = {}, buffers = [] }) => {
      const comm = add(id);
      const content = { comm_id: id, target_name: target, data };
      publish({ type: 'comm_open', content, metadata, buffers });
      return comm;
    },
    onOpened: (target, opened) => void targets.set(target, ofThisCell(opened)),
    hear: ({ id: message, type, content, buffers }) => {
      const id = String(content.comm_id);
      const data = isRecord(content.data) ? content.data : {};
      if (type === 'comm_open') {
        const opened = targets.get(String(content.target_name));
        // As the protocol says: a comm that nobody wants is closed again.
        const refusal: Published = { type: 'comm_close', content: { comm_id: id, data: {} } };
        if (opened === undefined) publish(refusal, message);
        else opened(add(id), data);
        return;
      }
      const entry = open.get(id);
      if (type === 'comm_msg') for (const hear of entry?.hearers ?? []) hear(data, buffers);
      else {
        open.delete(id);
        for (const hear of entry?.closers ?? []) hear(data);
      }
    },
  };
}
