import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { prunelabKernel } from '../../../src/kernel/headless/kernelspec.js';
import { startRaw, type RawKernel, type RawOptions } from './raw-client.js';
import { run, type Outcome, type RunOptions } from './run.js';

/** A kernel that all tests of a `describe` use, one after the other. */
export interface SharedKernel {
  /** The kernel of the moment: after a test that failed, the next has a fresh one. */
  readonly kernel: () => RawKernel;
  /** Runs a cell. */
  readonly cell: (code: string, options?: RunOptions) => Promise<Outcome>;
  /** Runs a cell that must end well. */
  readonly good: (code: string, options?: RunOptions) => Promise<Outcome>;
  /** Runs a cell that must fail. */
  readonly bad: (code: string, options?: RunOptions) => Promise<Outcome>;
}

/** To be called in a `describe`; `cwd` is the notebook's folder. */
export function sharedKernel(options: RawOptions = {}): SharedKernel {
  let kernel: RawKernel;
  const start = async (): Promise<void> => {
    // Less than mocha has, so that the error says what was missing.
    kernel = await startRaw(prunelabKernel(), { patience: 12, ...options });
  };
  before(start);
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await kernel.kill();
    await start();
  });
  after(() => kernel.kill());
  const cell = (code: string, options?: RunOptions): Promise<Outcome> => run(kernel, code, options);
  return {
    kernel: () => kernel,
    cell,
    good: async (code, options) => {
      const outcome = await cell(code, options);
      assert.equal(outcome.status, 'ok', `${outcome.error}\n${outcome.traceback}`);
      return outcome;
    },
    bad: async (code, options) => {
      const outcome = await cell(code, options);
      assert.equal(outcome.status, 'error', `it ended well: ${outcome.stdout}`);
      assert.ok(outcome.types.includes('error'), 'no error message');
      return outcome;
    },
  };
}

/** The processes below this one, from what Linux tells about all processes. */
export function descendants(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(name)] as const);
  const below = (of: number): number[] =>
    parents.filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

function parentOf(pid: string): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return -1; // It ended while we read.
  }
}
