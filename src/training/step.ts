import { UserError } from '../errors.js';

/** An amount of training: `'10ep'`, `'500it'` or `'3ep20it'`; never a bare number. */
export type Step = string;

const PATTERN = /^(?:(\d+)ep)?(?:(\d+)it)?$/;

/** Iterations in a step, given how many make an epoch. */
export function iterations(step: Step, iterationsPerEpoch: number): number {
  const match = PATTERN.exec(step);
  if (match === null || step === '') {
    throw new UserError(
      `'${step}' is not an amount of training. Write epochs, iterations or both: '10ep', '500it', '3ep20it'.`,
    );
  }
  return Number(match[1] ?? 0) * iterationsPerEpoch + Number(match[2] ?? 0);
}
