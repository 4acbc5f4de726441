import { UserError } from '../../errors.js';

/**
 * Holm's adjusted p-values, in the order given: comparing them with alpha keeps the chance of any
 * false rejection below alpha.
 *
 * Sorted upwards, adj p_(i) = max over j <= i of min(1, (m - j + 1) p_(j)) (Holm 1979).
 */
export function holmAdjust(ps: readonly number[]): number[] {
  const bad = ps.find((p) => !(p >= 0 && p <= 1));
  if (bad !== undefined) throw new UserError(`A p-value lies between 0 and 1, but got ${bad}.`);
  const upwards = ps.map((_, i) => i).sort((i, j) => ps[i] - ps[j]);
  const adjusted = new Array<number>(ps.length);
  let largest = 0;
  upwards.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (ps.length - rank) * ps[index]));
    adjusted[index] = largest;
  });
  return adjusted;
}
