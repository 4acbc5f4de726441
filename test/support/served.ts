import { newConnection } from '../../src/kernel/headless/connection.js';
import { readConnectionFile } from '../../src/kernel/server/connection-file.js';
import type { Language } from '../../src/kernel/server/language.js';
import { startServer, type Server } from '../../src/kernel/server/server.js';
import { fakeLanguage, type Cell, type FakeLanguage } from './fake-language.js';
import { rawClient, type RawClient } from './raw-client.js';

/** A server of a fake language, and a front end that is connected to it. */
export interface Served {
  readonly server: Server;
  readonly client: RawClient;
  readonly language: FakeLanguage;
  /** What the server complained about. */
  readonly log: string[];
  /** The path of the connection file. */
  readonly file: string;
  close(): Promise<void>;
}

export interface ServedOptions {
  readonly parts?: Partial<Language>;
  readonly key?: string;
}

export async function served(
  cells: Readonly<Record<string, Cell>> = {},
  options: ServedOptions = {},
): Promise<Served> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await serve(cells, options);
    } catch (error) {
      // Another program took one of our ports between our choice and our use of it.
      if (attempt === 3 || !String(error).includes('address already in use')) throw error;
    }
  }
}

async function serve(
  cells: Readonly<Record<string, Cell>>,
  { parts = {}, key = 'secret' }: ServedOptions,
): Promise<Served> {
  const connection = await newConnection(key);
  const log: string[] = [];
  let language!: FakeLanguage;
  const server = await startServer(
    readConnectionFile(connection.file),
    (events) => (language = fakeLanguage(events, cells, parts)),
    { version: '1.2.3', languageVersion: '6.0.3' },
    { log: (line) => log.push(line) },
  ).catch((error: unknown) => {
    connection.close();
    throw error;
  });
  const client = await rawClient(connection.file);
  const close = async (): Promise<void> => {
    client.close();
    await server.close();
    connection.close();
  };
  return { server, client, language, log, file: connection.file, close };
}
