import { UserError } from '../../errors.js';
import type { Parameters } from '../../models/model.js';
import type { HessianSource } from './hessian.js';

/**
 * The same network with its logits divided by `temperature`, as GraSP takes its gradients (Wang et
 * al. 2020, official code: T = 200). A network whose last layer is dense.
 *
 * Only the network inside is changed: it is loaded with the last layer's weights and bias divided by
 * T, and their gradients are divided by T on the way out, which is the chain rule. Call `restore`
 * when done, or load the network anew.
 */
export function heated(
  network: HessianSource,
  temperature: number,
): HessianSource & { readonly restore: () => void } {
  const { layers, name } = network.model;
  const last = layers.at(-1);
  if (last?.kind !== 'dense') {
    throw new UserError(
      `Logits are divided by a temperature in the last layer, but that of ${name} is not dense.`,
    );
  }
  if (!(temperature > 0)) {
    throw new UserError(`A temperature must be above 0, but is ${temperature}.`);
  }
  const scaled = (parameters: Parameters, factor: number): Parameters =>
    Object.fromEntries(
      Object.entries(parameters).map(([key, values]) => [
        key,
        key.startsWith(`${last.name}.`) ? values.map((value) => value * factor) : values,
      ]),
    );
  let current = network.parameters();
  const load = (parameters: Parameters): void => {
    current = parameters;
    network.load(scaled(parameters, 1 / temperature));
  };
  load(current);
  return {
    model: network.model,
    batchSize: network.batchSize,
    holdsGates: network.holdsGates,
    load,
    parameters: () => current,
    gradients: (...batch) => scaled(network.gradients(...batch), 1 / temperature),
    restore: () => network.load(current),
  };
}
