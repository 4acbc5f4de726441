import { UserError } from '../errors.js';
import { checkParameters, type Model, type Parameters, parameterSpecs } from '../models/model.js';

/**
 * alpha a + (1 - alpha) b for every tensor, running statistics included: a point of the line through
 * two networks of one model.
 *
 * Each value is worked out in double precision and rounded once. `into`, if given, is overwritten and
 * returned. What batch normalisation makes of interpolated running statistics is another matter: see
 * `createStatisticsEstimator`. Throws a `UserError` if the tensors do not fit each other.
 */
export function interpolate(
  a: Parameters,
  b: Parameters,
  alpha: number,
  into: Parameters = emptyLike(a),
): Parameters {
  checkAlike(a, b, 'b');
  checkAlike(a, into, 'into');
  for (const [name, from] of Object.entries(a)) {
    const [to, result] = [b[name], into[name]];
    for (let i = 0; i < from.length; i++) result[i] = alpha * from[i] + (1 - alpha) * to[i];
  }
  return into;
}

/** `count` evenly spaced values of alpha from 0 to 1; Frankle et al. (2020) take 30. */
export function interpolationPoints(count = 30): number[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new UserError(`A line needs at least its two ends as points, but got ${count}.`);
  }
  return Array.from({ length: count }, (_, i) => i / (count - 1));
}

/**
 * How far the error rises between two networks, max_alpha E(alpha) - (E(0) + E(1)) / 2: the error
 * barrier, which Frankle et al. (2020, section 2) call instability.
 *
 * `errors` are those of `interpolationPoints`, in order, in any unit; the barrier has the same. The
 * ends take part in the maximum, so it is never below half the difference of the ends.
 */
export function barrier(errors: readonly number[]): number {
  if (errors.length < 2 || !errors.every(Number.isFinite)) {
    throw new UserError(
      'A barrier needs the errors along a line, at least of its two ends, all of them finite; got ' +
        `[${errors.join(', ')}].`,
    );
  }
  return Math.max(...errors) - (errors[0] + errors.at(-1)!) / 2;
}

/** ||a - b|| over all trainable parameters, that is without running statistics, in double precision. */
export function parameterDistance(model: Model, a: Parameters, b: Parameters): number {
  for (const parameters of [a, b]) checkParameters(model, parameters);
  let sum = 0;
  for (const { name, trainable } of parameterSpecs(model)) {
    if (!trainable) continue;
    const [from, to] = [a[name], b[name]];
    for (let i = 0; i < from.length; i++) sum += (from[i] - to[i]) * (from[i] - to[i]);
  }
  return Math.sqrt(sum);
}

function emptyLike(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { length }]) => [name, new Float32Array(length)]),
  );
}

function checkAlike(a: Parameters, other: Parameters, what: string): void {
  const names = new Set([...Object.keys(a), ...Object.keys(other)]);
  for (const name of names) {
    const [expected, given] = [a[name]?.length, other[name]?.length];
    if (expected === given) continue;
    throw new UserError(
      `Only networks of one model can be interpolated: '${name}' has ${expected ?? 'no'} values in ` +
        `a, but ${given ?? 'none'} in ${what}.`,
    );
  }
}
