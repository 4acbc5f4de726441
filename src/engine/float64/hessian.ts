import { UserError } from '../../errors.js';
import { checkParameters, type Model } from '../../models/model.js';
import { toDoubles, forward64 } from './forward.js';
import { batchGradients, type Examples64, lossBatches, type LossOptions64 } from './gradients.js';
import type { Choices, Doubles, Numbers } from './pass.js';

export interface HessianOptions64 extends LossOptions64 {
  /** How far to go along the direction, as a fraction of the parameters' norm; 3e-6 when left out. */
  readonly step?: number;
}

/**
 * H v, with H the Hessian of the mean loss over `examples` and v the `direction`: the trainable
 * parameters it names, zero elsewhere. The result covers all trainable parameters.
 *
 * Hv = [g(theta + e v) - g(theta - e v)] / 2e in double precision, with e = step ||theta|| / ||v||
 * over the parameters named. ReLUs and maxima are held on the pieces that they are on at theta, so
 * nothing switches between the two points, and the product is the one that automatic
 * differentiation of the gradient gives, to about nine digits.
 *
 * The official GraSP (Wang et al. 2020) takes v = g of the loss at `temperature` 200.
 */
export function hessianVector64(
  model: Model,
  parameters: Numbers,
  examples: Examples64,
  direction: Numbers,
  { step = 3e-6, ...options }: HessianOptions64 = {},
): Doubles {
  checkParameters(model, parameters);
  const origin = toDoubles(parameters);
  checkDirection(model, origin, direction);
  const along = toDoubles(direction);
  const length = norm(Object.values(along));
  const around = norm(Object.keys(along).map((name) => origin[name]));
  const distance = length === 0 ? 1 : (step * (around === 0 ? 1 : around)) / length;
  const [ahead, behind] = [distance, -distance].map((factor) => moved(origin, along, factor));

  const product: Record<string, Float64Array> = {};
  for (const batch of lossBatches(model, examples, options)) {
    const choices: Choices = new Map();
    const { mode = 'eval' } = options;
    forward64(model, origin, batch.inputs, batch.examples.length, { mode, choices });
    const plus = batchGradients(model, ahead, batch, options, choices).gradients;
    const minus = batchGradients(model, behind, batch, options, choices).gradients;
    for (const [name, values] of Object.entries(plus)) {
      const sum = (product[name] ??= new Float64Array(values.length));
      const scale = batch.weight / (2 * distance);
      for (let i = 0; i < sum.length; i++) sum[i] += scale * (values[i] - minus[name][i]);
    }
  }
  return product;
}

function checkDirection({ name: model }: Model, parameters: Doubles, direction: Numbers): void {
  for (const [name, { length }] of Object.entries(direction)) {
    const expected = Object.hasOwn(parameters, name) ? parameters[name].length : 'none';
    if (length === expected) continue;
    throw new UserError(
      `The direction of a Hessian-vector product has ${length} values for '${name}', ` +
        `but ${model} has ${expected}.`,
    );
  }
}

function moved(origin: Doubles, along: Doubles, factor: number): Doubles {
  const result: Record<string, Float64Array> = { ...origin };
  for (const [name, values] of Object.entries(along)) {
    result[name] = origin[name].map((w, i) => w + factor * values[i]);
  }
  return result;
}

function norm(tensors: readonly Float64Array[]): number {
  return Math.sqrt(tensors.reduce((sum, v) => v.reduce((s, value) => s + value * value, sum), 0));
}
