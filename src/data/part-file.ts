import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isRunning } from '../process-alive.js';

/**
 * A half-downloaded file is called `<file>.<host>-<process>-<id>.part` while somebody writes it, so
 * that no two getters share one, and `<file>.part` once it has been given up and may be resumed.
 */
const ownedPart = /^\.(.+)-(\d+)-[0-9a-f]{8}\.part$/;

/**
 * A part file that belongs to the caller alone, holding what an earlier, broken download of
 * `target` left (or not existing yet).
 *
 * Taking over is a rename, which only one of several getters can win.
 */
export function claimPart(target: string): string {
  const own = `${target}.${os.hostname()}-${process.pid}-${randomUUID().slice(0, 8)}.part`;
  for (const leftover of leftovers(target)) {
    try {
      fs.renameSync(leftover, own);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return own;
}

/** Leaves a part file behind for the next getter to resume. */
export function abandonPart(part: string, target: string): void {
  if (partSize(part) > 0) fs.renameSync(part, `${target}.part`);
  else fs.rmSync(part, { force: true });
}

/** Bytes downloaded so far. */
export function partSize(part: string): number {
  return fs.statSync(part, { throwIfNoEntry: false })?.size ?? 0;
}

function leftovers(target: string): string[] {
  const folder = path.dirname(target);
  const name = path.basename(target);
  return fs
    .readdirSync(folder)
    .filter((entry) => entry.startsWith(name) && isLeftover(entry.slice(name.length)))
    .map((entry) => path.join(folder, entry));
}

function isLeftover(suffix: string): boolean {
  if (suffix === '.part') return true;
  const [, host, pid] = ownedPart.exec(suffix) ?? [];
  return host === os.hostname() && !isRunning(Number(pid));
}
