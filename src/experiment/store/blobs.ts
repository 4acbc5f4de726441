import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { writeDurably } from './files.js';
import {
  contentHash,
  decodeTensor,
  type Dtype,
  dtypeOf,
  encodeTensor,
  type Tensor,
} from './tensor-blob.js';

/** What a run's list says of a tensor. */
export interface TensorEntry {
  /** The name of its content. */
  readonly sha256: string;
  readonly dtype: Dtype;
  readonly length: number;
}

export function entryOf(tensor: Tensor): TensorEntry {
  return { sha256: contentHash(tensor), dtype: dtypeOf(tensor), length: tensor.length };
}

/**
 * Writes a tensor to its blob, unless a sound one is there already.
 *
 * It is written to `draft` and moved, so nobody sees half of it; of two processes that write the same
 * content the second replaces the first's with its equal.
 */
export function writeBlob(file: string, draft: string, tensor: Tensor, sha256: string): void {
  if (fs.existsSync(file) && isSound(file, sha256)) return;
  writeDurably(draft, encodeTensor(tensor));
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.renameSync(draft, file);
}

/** The tensor of a blob; a `UserError` for `run` if the blob is missing or damaged. */
export function readBlob(file: string, sha256: string, run: string): Tensor {
  const blob = readIfPresent(file);
  if (blob === null) throw lost(file, run, 'is missing');
  try {
    return verified(blob, sha256);
  } catch (cause) {
    throw lost(file, run, `is damaged: ${(cause as Error).message}`, cause);
  }
}

function isSound(file: string, sha256: string): boolean {
  try {
    verified(fs.readFileSync(file), sha256);
    return true;
  } catch {
    return false; // whatever is wrong with it, it is written anew
  }
}

function verified(blob: Buffer, sha256: string): Tensor {
  const tensor = decodeTensor(blob);
  if (contentHash(tensor) !== sha256) throw new Error('its content is not what its name says');
  return tensor;
}

function readIfPresent(file: string): Buffer | null {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function lost(file: string, run: string, what: string, cause?: unknown): UserError {
  return new UserError(
    `The tensor file ${file} ${what}. The run that kept it must be done again: ` +
      `remove its folder ${run} and start once more.`,
    { cause },
  );
}
