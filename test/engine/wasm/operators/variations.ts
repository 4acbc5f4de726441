// Sizes at which operators are tried, and how their gradients are judged.
import assert from 'node:assert/strict';
import type { TensorLayout } from '../../../../src/engine/wasm/memory/tensor.js';
import { type Rng, stream } from '../../../../src/math/rng.js';
import type { Shape } from '../../../../src/models/layer.js';

export interface Variation {
  readonly what: string;
  readonly layout: TensorLayout;
  readonly shape: Shape;
  readonly halo: number;
  readonly outputHalo: number;
  readonly batchSize: number;
  readonly count: number;
  /** Whether gradients are added to what is there. */
  readonly adds: boolean;
  readonly rng: Rng;
}

/** Odd sizes of everything, drawn from the stream of `name`. */
export function variations(name: string, layouts: readonly TensorLayout[]): Variation[] {
  const rng = stream(7, name);
  const counts = [1, 7, 16, 17, 60];
  return layouts.flatMap((layout) =>
    [1, 3, 17].flatMap((channels, i) =>
      counts.map((count, j) => {
        const shape: Shape = [channels, 1 + rng.below(6), 1 + rng.below(6)];
        const [halo, outputHalo] = layout === 'rows' ? [0, 0] : [rng.below(3), rng.below(3)];
        const batchSize = (i + j) % 2 === 0 ? count : count + rng.below(20);
        const adds = (i + j) % 3 === 0;
        const what = `${layout} [${shape.join(', ')}] halo ${halo} count ${count} of ${batchSize} adds ${adds}`;
        return { what, layout, shape, halo, outputHalo, batchSize, count, adds, rng };
      }),
    ),
  );
}

/** Values of `count` examples of a shape. */
export function normals(rng: Rng, count: number, [channels, height, width]: Shape): Float32Array {
  return Float32Array.from({ length: count * channels * height * width }, () => rng.normal());
}

/**
 * Holds a gradient against central differences of `loss`, which computes in double precision, along
 * three random directions.
 */
export function assertGradient(
  loss: (x: Float64Array) => number,
  x: Float32Array,
  gradient: Float32Array,
  rng: Rng,
  what: string,
): void {
  const h = 1e-6;
  for (let trial = 0; trial < 3; trial++) {
    const direction = Float64Array.from(x, () => rng.normal());
    const moved = (by: number): Float64Array =>
      Float64Array.from(x, (value, i) => value + by * direction[i]);
    const expected = (loss(moved(h)) - loss(moved(-h))) / (2 * h);
    const terms = Array.from(gradient, (g, i) => g * direction[i]);
    const actual = terms.reduce((a, b) => a + b, 0);
    const size = Math.sqrt(terms.reduce((a, b) => a + b * b, 0));
    assert.ok(
      Math.abs(actual - expected) <= 1e-5 * size + 3e-5,
      `${what}: the slope is ${expected}, but the gradient says ${actual}`,
    );
  }
}

/** sum(a b) */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** What is left when `before` is taken from a gradient that was added to it. */
export function added(gradient: Float32Array, before: Float32Array | undefined): Float32Array {
  return before === undefined ? gradient : gradient.map((g, i) => g - before[i]);
}
