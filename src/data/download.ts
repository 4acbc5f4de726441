import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.js';
import { abandonPart, claimPart, partSize } from './part-file.js';

export interface DownloadOptions {
  /** What is wrong with a file that has arrived whole; undefined when nothing is. */
  readonly defect: (file: string) => string | undefined;
  /** What the user can do when nothing helps, a sentence. */
  readonly advice: string;
  /** `total` is undefined while the server has not said it. */
  readonly onProgress?: ((received: number, total: number | undefined) => void) | undefined;
  /** Tries of each URL. */
  readonly attempts?: number;
  /** Milliseconds before the second try, doubled before each further one. */
  readonly pause?: number;
  /** Milliseconds without a byte after which a try is given up. */
  readonly patience?: number;
}

/** A try that came to nothing; `hopeless` means that the same URL need not be asked again. */
class FailedTry extends Error {
  constructor(
    message: string,
    readonly hopeless: boolean,
  ) {
    super(message);
  }
}

/**
 * Downloads one file to `target` from the first of `urls` that has it.
 *
 * The bytes go to a part file beside the target, which takes the target's name in one step once
 * `defect` has nothing to say against it: whatever happens, the target is never half-written. A
 * broken download is resumed where it stopped, now or in a later call, if the server can
 * (otherwise it starts over); a file with a defect is removed. Throws a `UserError` that says what
 * each URL answered.
 */
export async function download(
  urls: readonly string[],
  target: string,
  options: DownloadOptions,
): Promise<void> {
  const failures = new Map<string, string>();
  const part = onDisk(target, () => {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    return claimPart(target);
  });
  try {
    for (const url of urls) {
      const failure = await tryUrl(url, part, options);
      if (failure === undefined) {
        onDisk(target, () => fs.renameSync(part, target));
        return;
      }
      failures.set(url, failure);
    }
  } catch (error) {
    fs.rmSync(part, { force: true });
    throw error;
  }
  const resumable = partSize(part);
  abandonPart(part, target);
  const reasons = [...failures].map(([url, reason]) => `\n  ${url}: ${reason}`).join('');
  const kept =
    resumable > 0
      ? ` The ${resumable} bytes that came are kept; the next try goes on from there.`
      : '';
  throw new UserError(
    `Could not download ${path.basename(target)}:${reasons}\n${options.advice}${kept}`,
  );
}

/** Tries one URL a few times; returns why the last try failed, or undefined when `part` is good. */
async function tryUrl(
  url: string,
  part: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  const { defect, attempts = 3, pause = 500 } = options;
  let failure = 'not tried';
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await sleep(pause * (1 << (attempt - 1)));
    try {
      const resumed = await fetchInto(part, url, options);
      const found = defect(part);
      if (found === undefined) return undefined;
      fs.rmSync(part);
      throw new FailedTry(found, !resumed);
    } catch (error) {
      if (!(error instanceof FailedTry)) throw error;
      failure = error.message;
      if (error.hopeless) break;
    }
  }
  return failure;
}

/** Appends to `part` what it still lacks; returns whether it had a beginning to go on from. */
async function fetchInto(part: string, url: string, options: DownloadOptions): Promise<boolean> {
  const { onProgress, patience = 30_000 } = options;
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(), patience);
  const reason = (error: unknown): string =>
    stalled.signal.aborted ? `nothing came for ${patience / 1000} s` : networkReason(error);
  try {
    const { response, offset } = await request(url, partSize(part), stalled.signal, reason);
    if (offset < 0) {
      fs.rmSync(part, { force: true });
      throw new FailedTry('the server cannot go on from where the download stopped', false);
    }
    const length = response.headers.get('content-length');
    const total = length === null ? undefined : offset + Number(length);
    let received = offset;
    const file = onDisk(part, () => fs.openSync(part, offset > 0 ? 'a' : 'w'));
    try {
      for await (const chunk of chunks(response, reason)) {
        timer.refresh();
        onDisk(part, () => fs.writeFileSync(file, chunk));
        received += chunk.length;
        onProgress?.(received, total);
      }
    } finally {
      fs.closeSync(file);
    }
    return offset > 0;
  } finally {
    clearTimeout(timer);
  }
}

/** Asks for a file from byte `have` on; `offset` is where the answer begins, -1 if nowhere useful. */
async function request(
  url: string,
  have: number,
  signal: AbortSignal,
  reason: (error: unknown) => string,
): Promise<{ response: Response; offset: number }> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (have > 0) headers.range = `bytes=${have}-`;
  let response: Response;
  try {
    response = await fetch(url, { headers, signal });
  } catch (error) {
    throw new FailedTry(reason(error), false);
  }
  if (response.status === 200) return { response, offset: 0 };
  if (response.status === 206) {
    const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
    if (Number(start) === have) return { response, offset: have };
  }
  await response.body?.cancel();
  if (response.status === 206 || response.status === 416) return { response, offset: -1 };
  const passing = response.status >= 500 || response.status === 408 || response.status === 429;
  throw new FailedTry(`HTTP ${response.status} ${response.statusText}`.trim(), !passing);
}

async function* chunks(
  response: Response,
  reason: (error: unknown) => string,
): AsyncGenerator<Uint8Array> {
  try {
    if (response.body) yield* response.body;
  } catch (error) {
    throw new FailedTry(`the connection broke: ${reason(error)}`, false);
  }
}

function networkReason(error: unknown): string {
  const { message, cause } = error as Error;
  if (!(cause instanceof Error)) return message;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message === '' ? (code ?? message) : cause.message;
}

/** Runs a file operation; its failure is the user's to mend. */
function onDisk<T>(file: string, operation: () => T): T {
  try {
    return operation();
  } catch (error) {
    throw new UserError(
      `Cannot write ${file}: ${(error as Error).message}. Make the folder writable, or set ` +
        `PRUNELAB_DATA to a folder that has the files already.`,
      { cause: error },
    );
  }
}
