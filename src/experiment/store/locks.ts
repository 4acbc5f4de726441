import fs from 'node:fs';
import { readJson } from './files.js';
import { isAlive, type Owner, ownerName, thisProcess } from './process-identity.js';

/** Without a sign of life for this long a lock is void, whoever holds it. */
const SILENT_MS = 120_000;

/** How often a holder must refresh its locks. */
export const REFRESH_MS = 20_000;

/**
 * Takes a lock file; false while another process holds it.
 *
 * The lock of a process that has died is taken over: at once if it ran on this host, else when it
 * has not been refreshed for two minutes. In a rare race two processes may both take over a lock;
 * then both do the run, and the second finds it published. That costs time, never a result.
 */
export function takeLock(file: string): boolean {
  for (;;) {
    try {
      fs.writeFileSync(file, JSON.stringify(thisProcess()), { flag: 'wx' });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = readOwner(file);
    if (owner !== null && isAlive(owner) && !isSilent(file)) return false;
    fs.rmSync(file, { force: true });
  }
}

/** Shows that the holder of a lock is alive. */
export function refreshLock(file: string): void {
  const now = fileSystemTime(file);
  if (fs.existsSync(file)) fs.utimesSync(file, now, now);
}

export function releaseLock(file: string): void {
  fs.rmSync(file, { force: true });
}

/** Null when the lock vanished, or was cut short by a kill while it was being written. */
function readOwner(file: string): Owner | null {
  try {
    return readJson(file) as Owner;
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}

function isSilent(file: string): boolean {
  const stats = fs.statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return true;
  return fileSystemTime(file).getTime() - stats.mtimeMs > SILENT_MS;
}

/** The time by the clock of the file system, which all hosts share. */
function fileSystemTime(file: string): Date {
  const probe = `${file}.${ownerName()}`;
  fs.writeFileSync(probe, '');
  const { mtime } = fs.statSync(probe);
  fs.rmSync(probe, { force: true });
  return mtime;
}
