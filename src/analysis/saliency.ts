import type { Numbers } from '../engine/float64/pass.js';
import { UserError } from '../errors.js';
import { checkParameters, type Model, parameterSpecs, visitLayers } from '../models/model.js';

/**
 * Synaptic saliency by parameter name: S = theta * dR / dtheta, for any scalar R of the outputs (Tanaka
 * et al. 2020, eq. 1).
 *
 * Of all weights; of biases, scales, shifts and running means where they are asked for. SynFlow's
 * scores are S for the network with absolute parameters; the loss as R gives SNIP's, with signs.
 */
export type Saliency = Numbers;

/**
 * S = theta * dR / dtheta of all trainable parameters, and of running means: those are offsets too.
 *
 * A running mean has no gradient of its own in an engine. In `eval` mode it moves the output as the
 * shift does, by -scale / sqrt(variance + epsilon); in `train` mode it is not used and has none.
 */
export function synapticSaliency(
  model: Model,
  parameters: Numbers,
  gradients: Numbers,
  { mode = 'eval' }: { readonly mode?: 'eval' | 'train' } = {},
): Saliency {
  checkParameters(model, parameters);
  const saliency: Record<string, Float64Array> = {};
  for (const { name, size, trainable } of parameterSpecs(model)) {
    if (!trainable) continue;
    const slopes = tensorOf(gradients, name, size, 'gradients');
    const values = parameters[name];
    const products = new Float64Array(size);
    for (let i = 0; i < size; i++) products[i] = slopes[i] * values[i];
    saliency[name] = products;
  }
  if (mode === 'train') return saliency;
  visitLayers(model, (layer, name) => {
    if (layer.kind !== 'batchNorm') return;
    const [scale, mean, variance] = ['scale', 'mean', 'variance'].map(
      (role) => parameters[`${name}.${role}`],
    );
    const { epsilon = 1e-5 } = layer;
    saliency[`${name}.mean`] = Float64Array.from(gradients[`${name}.shift`], (slope, i) => {
      return (-mean[i] * scale[i] * slope) / Math.sqrt(variance[i] + epsilon);
    });
  });
  return saliency;
}

/** The named tensor. Throws a `UserError` unless it is there and has `size` values. */
export function tensorOf(
  tensors: Numbers,
  name: string,
  size: number,
  what: string,
): Float32Array | Float64Array {
  const values = tensors[name];
  if (values?.length === size) return values;
  throw new UserError(
    `The ${what} hold ${values?.length ?? 'no'} values for '${name}', but ${size} are needed.`,
  );
}
