import type { RawKernel } from '../jupyter/raw-client.js';
import type { Snippets } from './subjects.js';

/** `half`: done in part; `lacking`: the kernel has no way to do it. */
export interface Verdict {
  readonly outcome: 'pass' | 'half' | 'fail' | 'lacking';
  /** Why it did not pass. */
  readonly note: string;
}

/** One thing that a Jupyter kernel should do. */
export interface Check {
  readonly id: string;
  /** 1 to 4 as in the public list; 5 is ours and stricter. */
  readonly tier: 1 | 2 | 3 | 4 | 5;
  /** What it verifies, in a sentence. */
  readonly verifies: string;
  /** May throw: that is a failure. */
  run(kernel: RawKernel, snippets: Snippets): Promise<Verdict>;
}

export const tiers: Readonly<Record<Check['tier'], string>> = {
  1: 'basic protocol',
  2: 'interaction',
  3: 'rich output',
  4: 'advanced',
  5: 'beyond the list',
};

export const pass: Verdict = { outcome: 'pass', note: '' };

export const fail = (note: string): Verdict => ({ outcome: 'fail', note });

export const half = (note: string): Verdict => ({ outcome: 'half', note });

export const lacking = (note: string): Verdict => ({ outcome: 'lacking', note });

/** Pass if the condition holds, else fail with the note. */
export const demand = (condition: boolean, note: string): Verdict =>
  condition ? pass : fail(note);

/** Runs a check; whatever it throws is its verdict. */
export async function verdictOf(
  check: Check,
  kernel: RawKernel,
  snippets: Snippets,
): Promise<Verdict> {
  try {
    return await check.run(kernel, snippets);
  } catch (error) {
    return fail((error as Error).message);
  }
}
