import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** How a mirror answers one request for a file. */
export interface Answer {
  readonly body: Uint8Array;
  /** HTTP status instead of the body. */
  readonly status?: number;
  /** Cut the connection after this many bytes. */
  readonly breakAfter?: number;
  /** Say nothing more after this many bytes, but keep the connection. */
  readonly stallAfter?: number;
  /** Pretend never to have heard of Range. */
  readonly ignoreRange?: boolean;
}

export interface Mirror {
  /** Ends in a slash. */
  readonly url: string;
  /** The Range header of each request, in order. */
  readonly ranges: (string | undefined)[];
  close(): Promise<void>;
}

/** Starts mirrors that are closed after each test; to be called in a `describe`. */
export function mirrors(): typeof startMirror {
  const open: Mirror[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((mirror) => mirror.close()));
  });
  return async (answer) => {
    const mirror = await startMirror(answer);
    open.push(mirror);
    return mirror;
  };
}

/** A web server on this machine; `answer` is given the file's name and the request's number. */
async function startMirror(answer: (file: string, request: number) => Answer): Promise<Mirror> {
  const ranges: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    const given = answer(path.basename(request.url ?? ''), ranges.length);
    ranges.push(request.headers.range);
    reply(response, request.headers.range, given);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function reply(response: http.ServerResponse, range: string | undefined, answer: Answer): void {
  const { body, status, breakAfter, stallAfter, ignoreRange = false } = answer;
  if (status !== undefined) {
    response.writeHead(status).end();
    return;
  }
  const start = ignoreRange ? 0 : Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
  if (start >= body.length) {
    response.writeHead(416).end();
    return;
  }
  const rest = body.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': rest.length,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` } : {}),
  });
  if (breakAfter !== undefined) {
    response.write(rest.subarray(0, breakAfter), () => setTimeout(() => response.destroy(), 20));
  } else if (stallAfter !== undefined) {
    response.write(rest.subarray(0, stallAfter));
  } else {
    response.end(rest);
  }
}

/** A URL at which nobody listens. */
export async function deadUrl(): Promise<string> {
  const mirror = await startMirror(() => ({ body: new Uint8Array() }));
  await mirror.close();
  return mirror.url;
}
