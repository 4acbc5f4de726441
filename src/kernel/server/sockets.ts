import { Reply, Router, XPublisher } from 'zeromq';
import { UserError } from '../../errors.js';
import { channels, type Connection } from './connection-file.js';

/** The five sockets of a kernel, bound. */
export interface Sockets {
  readonly shell: Router;
  readonly control: Router;
  readonly stdin: Router;
  readonly iopub: XPublisher;
  readonly hb: Reply;
}

/** How long, in ms, what was sent may stay on its way after the socket is closed. */
const linger = 1000;

/** Binds the sockets, all or none; throws a `UserError` if an address cannot be had. */
export async function bindSockets({ addresses }: Connection): Promise<Sockets> {
  const ipv6 = addresses.shell.includes('[');
  // No limit on what waits to be sent: a limit would drop messages. A front end that comes back
  // under its old name takes that over from its dead connection.
  const router = { ipv6, linger, sendHighWaterMark: 0, handover: true };
  const sockets: Sockets = {
    shell: new Router(router),
    control: new Router(router),
    stdin: new Router(router),
    iopub: new XPublisher({ ipv6, linger, sendHighWaterMark: 0 }),
    hb: new Reply({ ipv6, linger }),
  };
  sockets.iopub.verbosity = 'allSubs';
  for (const channel of channels) {
    try {
      await sockets[channel].bind(addresses[channel]);
    } catch (cause) {
      closeSockets(sockets);
      throw new UserError(
        `The kernel cannot listen on ${addresses[channel]} (${channel}): ${reason(cause)}. ` +
          'End the program that has it, or start the kernel again with other ports.',
        { cause },
      );
    }
  }
  return sockets;
}

/** Closes the sockets; what was sent still leaves, for a second at most. */
export function closeSockets(sockets: Sockets): void {
  for (const channel of channels) sockets[channel].close();
}

/** Sends every ping back until the socket is closed. */
export async function echo(heartbeat: Reply): Promise<void> {
  for await (const frames of heartbeat) await heartbeat.send(frames);
}

/** Tells every new subscriber that it is heard from now on, as Jupyter's proposal 65 asks. */
export async function welcome(iopub: XPublisher, greet: (topic: string) => void): Promise<void> {
  for await (const [frame] of iopub) {
    if (frame[0] === 1) greet(frame.subarray(1).toString());
  }
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code === 'EADDRINUSE' ? 'address already in use' : message;
}
