import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { UserError } from '../../errors.js';
import { isRecord } from '../notebook/notebook.js';

export const channels = ['shell', 'control', 'iopub', 'stdin', 'hb'] as const;

export type Channel = (typeof channels)[number];

/** Where a kernel listens, and the key of its messages. */
export interface Connection {
  readonly key: string;
  /** The addresses in the way of ZeroMQ, all of them on this machine. */
  readonly addresses: Readonly<Record<Channel, string>>;
}

/** Reads the file in which Jupyter tells a kernel where to listen. */
export function readConnectionFile(path: string): Connection {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UserError(
      `Cannot read the connection file ${path}: ${(cause as Error).message}. ` +
        'Expected the JSON file that Jupyter writes before it starts a kernel.',
      { cause },
    );
  }
  return connectionOf(value, path);
}

/** Checks what a connection file says; `name` is how an error calls it. */
export function connectionOf(value: unknown, name: string): Connection {
  if (!isRecord(value)) throw wrong(name, 'it holds no JSON object');
  const { ip, key, transport = 'tcp', signature_scheme: scheme = 'hmac-sha256' } = value;
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw wrong(name, `its transport is ${JSON.stringify(transport)}; expected 'tcp' or 'ipc'`);
  }
  if (typeof key !== 'string') throw wrong(name, 'it has no key; expected a text, or an empty one');
  if (key !== '' && scheme !== 'hmac-sha256') {
    throw wrong(name, `its signature_scheme is ${JSON.stringify(scheme)}; expected 'hmac-sha256'`);
  }
  if (typeof ip !== 'string' || ip === '') throw wrong(name, 'it has no ip');
  if (transport === 'tcp' && !isLoopback(ip)) {
    throw new UserError(
      `${name} asks the kernel to listen on ${ip}, where other machines may reach it. ` +
        'Expected an address of this machine alone, such as 127.0.0.1. To use the kernel from ' +
        'elsewhere, run Jupyter on this machine or tunnel the ports with ssh.',
    );
  }
  const addresses = channels.map((channel) => {
    const port = portOf(value, channel, name);
    return [channel, transport === 'ipc' ? `ipc://${ip}-${port}` : `tcp://${host(ip)}:${port}`];
  });
  return { key, addresses: Object.fromEntries(addresses) as Connection['addresses'] };
}

function portOf(value: Record<string, unknown>, channel: Channel, name: string): number {
  const port = value[`${channel}_port`];
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65535) {
    const given = port === undefined ? 'missing' : JSON.stringify(port);
    throw wrong(name, `its ${channel}_port is ${given}; expected a number from 1 to 65535`);
  }
  return port;
}

function isLoopback(ip: string): boolean {
  if (ip === 'localhost') return true;
  if (isIPv4(ip)) return ip.startsWith('127.');
  return isIPv6(ip) && new URL(`http://[${ip}]`).hostname === '[::1]';
}

function host(ip: string): string {
  if (ip === 'localhost') return '127.0.0.1';
  return isIPv6(ip) ? `[${ip}]` : ip;
}

function wrong(name: string, what: string): UserError {
  return new UserError(
    `The connection file ${name} cannot be used: ${what}. Let Jupyter write it, or see ` +
      'https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files.',
  );
}
