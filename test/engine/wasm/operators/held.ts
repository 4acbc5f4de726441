// What layers make of one example while they are held as another example set them.
import { makeDataset } from '../../../../src/data/dataset.js';
import { wasmEngine } from '../../../../src/engine/wasm/engine.js';
import type { Layer, Shape } from '../../../../src/models/layer.js';
import { type Model, parameterSpecs } from '../../../../src/models/model.js';

/**
 * The gradient of the weight, all zero, of a dense layer of two classes after `layers`, for input
 * `now` of class 0, held as for `recorded`: -x / 2, then x / 2, with x what the layers make of `now`.
 */
export function gradientOfHeld(
  layers: readonly Layer[],
  shape: Shape,
  recorded: readonly number[],
  now: readonly number[],
): number[] {
  const model: Model = {
    name: 'held',
    inputShape: shape,
    numClasses: 2,
    layers: [...layers, { kind: 'dense', name: 'fc', units: 2, bias: false }],
  };
  const data = makeDataset({
    name: 'two examples',
    split: 'train',
    images: Float32Array.from([...recorded, ...now]),
    labels: Uint8Array.of(0, 0),
    shape,
    numClasses: 2,
    mean: Array.from({ length: shape[0] }, () => 0),
    deviation: Array.from({ length: shape[0] }, () => 1),
  });
  const network = wasmEngine({ guards: true }).compile(model, { batchSize: 1, holdGates: true });
  network.load(
    Object.fromEntries(parameterSpecs(model).map((p) => [p.name, new Float32Array(p.size)])),
  );
  network.gradients(data, Int32Array.of(0), 0, 1, 'eval', 'record');
  const gradients = network.gradients(data, Int32Array.of(1), 0, 1, 'eval', 'held');
  network.dispose();
  return [...gradients['fc.weight']];
}
