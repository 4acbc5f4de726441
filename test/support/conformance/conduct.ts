import { startRaw, type RawKernel, type RawOptions } from '../jupyter/raw-client.js';
import { run } from '../jupyter/run.js';
import { verdictOf, type Check, type Verdict } from './check.js';
import type { Subject } from './subjects.js';

/** What a kernel did. */
export interface Report {
  readonly name: string;
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** Seconds from its start to its first answer, and to the end of its first cell. */
  readonly start: { readonly answer: number; readonly cell: number };
  /** The checks that it did not get over, so that it had to be started afresh. */
  readonly lost: readonly string[];
}

/** Puts a kernel through the checks, one after the other, in one life as far as it goes. */
export async function conduct(
  { name, spec, snippets }: Subject,
  checks: readonly Check[],
  options: RawOptions = {},
): Promise<Report> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let kernel = await startRaw(spec, options);
  const answer = seconds();
  await run(kernel, 'const zero = 0;', { seconds: 60 });
  const start = { answer, cell: seconds() };
  const verdicts = new Map<string, Verdict>();
  const lost: string[] = [];
  for (const check of checks) {
    const verdict = await verdictOf(check, kernel, snippets);
    verdicts.set(check.id, verdict);
    if (verdict.outcome === 'pass' || check.id === 'shutdown_reply') continue;
    if (await recovers(kernel)) continue;
    lost.push(check.id);
    await kernel.kill();
    kernel = await startRaw(spec, options);
  }
  await kernel.kill();
  return { name, verdicts, start, lost };
}

/** Whether the next cell runs and shows nothing of the cells before. */
async function recovers(kernel: RawKernel): Promise<boolean> {
  return run(kernel, 'const stillThere = 1;', { seconds: 3 }).then(
    ({ status, stdout }) => status === 'ok' && stdout === '',
    () => false,
  );
}
