import type { Network } from '../../../src/engine/engine.js';
import { float64Engine } from '../../../src/engine/float64/engine.js';
import type { Model, Parameters } from '../../../src/models/model.js';

/** A network in double precision, for evidence to be gathered from. */
export function referenceNetwork(
  model: Model,
  batchSize: number,
  initial: Parameters,
  { holdGates = false } = {},
): Network {
  const network = float64Engine().compile(model, { batchSize, holdGates });
  network.load(initial);
  return network;
}
