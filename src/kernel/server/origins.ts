import type { Content } from '../protocol/envelope.js';
import type { Request } from './channel.js';

/** Which request brought something about: cells for good, messages to comms for a while. */
export interface Origins {
  cell(request: Request): void;
  comm(request: Request): void;
  /** The header of the request with this id; of the latest cell if there is none. */
  header(id: string): Content;
}

const remembered = 1000;

export function newOrigins(): Origins {
  const cells = new Map<string, Content>();
  const comms = new Map<string, Content>();
  let latest: Content = {};
  return {
    cell: ({ id, header }) => {
      cells.set(id, header);
      latest = header;
    },
    comm: ({ id, header }) => {
      comms.set(id, header);
      const [oldest] = comms.keys();
      if (comms.size > remembered) comms.delete(oldest);
    },
    header: (id) => cells.get(id) ?? comms.get(id) ?? latest,
  };
}
