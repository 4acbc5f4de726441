// An MLP in double precision behind the interface of a network, for evidence to be gathered from.
import type { Dataset } from '../../../src/data/dataset.js';
import type { Network } from '../../../src/engine/engine.js';
import { copyParameters, type Model, type Parameters } from '../../../src/models/model.js';
import { type Doubles, referencePass, toDoubles } from '../wasm/reference.js';

export type ReferenceNetwork = Pick<
  Network,
  | 'model'
  | 'batchSize'
  | 'holdsGates'
  | 'load'
  | 'parameters'
  | 'gradients'
  | 'outputs'
  | 'pullback'
> & {
  /** How often parameters were loaded. */
  readonly loads: () => number;
};

export function referenceNetwork(
  model: Model,
  batchSize: number,
  initial: Parameters,
): ReferenceNetwork {
  let parameters = copyParameters(initial);
  let loads = 0;
  const logits = (doubles: Doubles, input: Float64Array): Float64Array =>
    referencePass(model.layers, doubles, [input], [0]).logits[0];
  const floats = (doubles: Doubles): Parameters =>
    Object.fromEntries(Object.entries(doubles).map(([name, v]) => [name, Float32Array.from(v)]));
  return {
    model,
    batchSize,
    holdsGates: false,
    loads: () => loads,
    load: (next) => {
      loads++;
      parameters = copyParameters(next);
    },
    parameters: () => copyParameters(parameters),
    gradients: (data: Dataset, order, start, count) => {
      const size = data.images.length / data.size;
      const batch = [...order.subarray(start, start + count)];
      const inputs = batch.map((example) =>
        Float64Array.from(data.images.subarray(example * size, (example + 1) * size)),
      );
      const labels = batch.map((example) => data.labels[example]);
      return floats(referencePass(model.layers, toDoubles(parameters), inputs, labels).gradients);
    },
    outputs: (inputs) =>
      Float32Array.from(logits(toDoubles(parameters), Float64Array.from(inputs))),
    // By differences: the outputs are linear in every single parameter until a ReLU switches.
    pullback: (inputs, upstream) => {
      const doubles = toDoubles(parameters);
      const input = Float64Array.from(inputs);
      const value = (): number =>
        logits(doubles, input).reduce((sum, z, i) => sum + z * upstream[i], 0);
      const slopes = Object.entries(doubles).map(([name, values]) => {
        const slope = values.map((kept, i) => {
          const h = 1e-6;
          values[i] = kept + h;
          const above = value();
          values[i] = kept - h;
          const below = value();
          values[i] = kept;
          return (above - below) / (2 * h);
        });
        return [name, slope] as const;
      });
      return floats(Object.fromEntries(slopes));
    },
  };
}
