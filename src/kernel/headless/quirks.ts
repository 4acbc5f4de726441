import type { Content } from '../protocol/message.js';

/** What a runner makes up for when a kernel does not keep to the Jupyter protocol. */
export interface Quirks {
  /** Whether a reply means that the code was put aside, to be sent again a little later. */
  putAside(reply: Content): boolean;
  /** Whether what is on stderr is an error that nobody handled, in a cell called a success. */
  isHiddenError(stderr: string): boolean;
  /** The error to show from what is on stderr, for a kernel that sends no `error` message. */
  errorFrom(stderr: string): string;
}

/**
 * Stock tslab prints errors instead of sending them, calls a cell a success whose rejection nobody
 * awaited, and answers `abort` to whatever comes within 0.2 s of an error.
 */
export const tslabQuirks: Quirks = {
  putAside: (reply) => reply.status === 'abort' || reply.status === 'aborted',
  isHiddenError: (stderr) => /^(?:UnhandledPromiseRejection|UncaughtException): /m.test(stderr),
  errorFrom: withoutKernelFrames,
};

/** A stack without the kernel's own calls, which tell the author of a notebook nothing. */
function withoutKernelFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !/^\s+at .*(?:[\\/]tslab[\\/]dist[\\/]|node:)/.test(line))
    .join('\n');
}
