import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { UserError } from '../../errors.js';

/** Writes and waits until it is on the disk, so that a rename never outruns the data. */
export function writeDurably(file: string, data: string | Buffer): void {
  const handle = fs.openSync(file, 'w');
  try {
    fs.writeFileSync(handle, data);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}

/** Writes a file beside its place and moves it there, so that nobody ever sees half of it. */
export function writeWhole(file: string, data: string | Buffer): void {
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    writeDurably(draft, data);
    fs.renameSync(draft, file);
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

export function readJson(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

/** Codes with which a file system says no, and what they mean to a person. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
};

/** Does `work`; if the file system refuses, throws a `UserError` that says which folder and why. */
export function writingTo<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const reason = REFUSALS[(error as NodeJS.ErrnoException).code ?? ''];
    if (reason === undefined) throw error;
    throw new UserError(
      `Nothing could be written to ${folder}: ${reason}. What was finished is kept; ` +
        'mend this and start again, or give another folder.',
      { cause: error },
    );
  }
}
