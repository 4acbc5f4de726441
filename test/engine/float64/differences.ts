// Holds gradients in double precision against central differences of outputs.
import assert from 'node:assert/strict';
import { forward64, type ForwardOptions64, pullback64 } from '../../../src/engine/float64/index.js';
import type { Rng } from '../../../src/math/rng.js';
import { type Layer, type Shape } from '../../../src/models/layer.js';
import { inputSize, type Model } from '../../../src/models/model.js';
import { through } from '../../../src/models/shapes.js';
import { assertTensorsClose, drawParameters } from '../agreement.js';

/** A model of the given layers, whose outputs are whatever they make. */
export function modelOf(layers: readonly Layer[], inputShape: Shape): Model {
  const numClasses = through(layers, inputShape).reduce((a, b) => a * b, 1);
  return { name: layers[0].kind, inputShape, numClasses, layers };
}

export function normals(length: number, rng: Rng): Float64Array {
  return Float64Array.from({ length }, () => rng.normal());
}

/** Asserts that all gradients of a random instance are the slopes of R, to about eight digits. */
export function assertGradientsAreSlopes(
  model: Model,
  rng: Rng,
  { count = 3, ...options }: Omit<ForwardOptions64, 'choices'> & { count?: number } = {},
): void {
  const drawn = Object.entries(drawParameters(model, rng));
  const parameters = Object.fromEntries(drawn.map(([name, v]) => [name, Float64Array.from(v)]));
  const inputs = normals(count * inputSize(model), rng);
  const upstream = normals(count * model.numClasses, rng);
  const value = (): number =>
    forward64(model, parameters, inputs, count, options).outputs.reduce(
      (sum, y, i) => sum + y * upstream[i],
      0,
    );
  const slopes = (values: Float64Array): Float64Array =>
    values.map((kept, i) => {
      const h = 1e-5;
      values[i] = kept + h;
      const above = value();
      values[i] = kept - h;
      const below = value();
      values[i] = kept;
      return (above - below) / (2 * h);
    });
  const found = pullback64(model, parameters, inputs, upstream, count, options);
  const expected: Record<string, Float64Array> = { inputs: slopes(inputs) };
  for (const name of Object.keys(found.gradients)) expected[name] = slopes(parameters[name]);
  assertTensorsClose(
    { ...found.gradients, inputs: found.inputGradient },
    expected,
    1e-7,
    `${model.name} (${options.mode ?? 'eval'})`,
  );
  assert.ok(found.inputGradient.some((g) => g !== 0));
}
