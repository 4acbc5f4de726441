import os from 'node:os';
import { threadId } from 'node:worker_threads';
import { isRunning } from '../../process-alive.js';

/** A process that holds something in the store. */
export interface Owner {
  readonly host: string;
  readonly pid: number;
}

/** This process. */
export function thisProcess(): Owner {
  return { host: os.hostname(), pid: process.pid };
}

/** Whether the process still runs. One on another host is taken to be alive: we cannot ask it. */
export function isAlive({ host, pid }: Owner): boolean {
  return host !== os.hostname() || isRunning(pid);
}

/** This thread of this process, as the first part of a file name. */
export function ownerName(): string {
  return `${encodeURIComponent(os.hostname())}~${process.pid}~${threadId}`;
}

/** The process that made a file whose name starts with its `ownerName`. */
export function ownerFromName(fileName: string): Owner {
  const [host = '', pid = ''] = fileName.split('~');
  return { host: decodeURIComponent(host), pid: Number(pid) };
}

/** Whether one of these threads of this process made the file. */
export function isOwnThread(fileName: string, threads: readonly number[]): boolean {
  const { host, pid } = ownerFromName(fileName);
  const thread = Number(fileName.split('~')[2]);
  return host === os.hostname() && pid === process.pid && threads.includes(thread);
}
