import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const host = '127.0.0.1';
const channels = ['shell', 'iopub', 'stdin', 'control', 'hb'] as const;

export type Channel = (typeof channels)[number];

/** Five ports of this machine, and the file that tells a kernel about them. */
export interface Connection {
  readonly file: string;
  address(channel: Channel): string;
  /** Deletes the file. */
  close(): void;
}

/** Reserves free ports and writes the connection file, readable by this user only. */
export async function newConnection(key: string): Promise<Connection> {
  const ports = await freePorts(channels.length);
  const portOf = new Map(channels.map((channel, i) => [channel, ports[i]]));
  const folder = mkdtempSync(join(tmpdir(), 'prunelab-kernel-'));
  const file = join(folder, 'connection.json');
  const config = {
    ...Object.fromEntries(channels.map((channel, i) => [`${channel}_port`, ports[i]])),
    ip: host,
    transport: 'tcp',
    key,
    signature_scheme: 'hmac-sha256',
    kernel_name: '',
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return {
    file,
    address: (channel) => `tcp://${host}:${portOf.get(channel)!}`,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Ports that were free a moment ago: all are held at once, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(close));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
