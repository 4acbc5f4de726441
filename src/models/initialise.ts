import type { Rng } from '../math/rng.js';
import { type Model, type Parameters, parameterSpecs } from './model.js';

/**
 * Draws the weights of a model from the Gaussian Glorot distribution; biases are zero.
 *
 * w ~ N(0, 2 / (fan_in + fan_out)) (Glorot & Bengio 2010, eq. 12, in its Gaussian form), not
 * truncated. TensorFlow's `glorot_normal` cuts the tails off; the lottery-ticket paper says only
 * "Gaussian Glorot".
 */
export function glorotNormal(model: Model, rng: Rng): Parameters {
  return Object.fromEntries(
    parameterSpecs(model).map(({ name, role, shape, size }) => {
      const values = new Float32Array(size);
      if (role === 'weight') {
        const [fanOut, fanIn] = shape as [number, number];
        const deviation = Math.sqrt(2 / (fanIn + fanOut));
        for (let i = 0; i < size; i++) values[i] = deviation * rng.normal();
      }
      return [name, values];
    }),
  );
}
