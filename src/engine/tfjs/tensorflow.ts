import type * as tfjs from '@tensorflow/tfjs-core';

/** The module `@tensorflow/tfjs-core`: loaded when asked for, and handed on as a value. */
export type TensorFlow = typeof tfjs;

export type Tensor = tfjs.Tensor;
export type Scalar = tfjs.Scalar;
export type GradSaveFunc = tfjs.GradSaveFunc;
/** [examples, height, width, channels]; features are [examples, 1, 1, features]. */
export type Images = tfjs.Tensor4D;

/**
 * Tensors whose values are wanted, and what to make of the values.
 *
 * TensorFlow.js computes without waiting, and only reading differs between backends: some can be
 * waited for on the spot, WebGPU only by a promise.
 */
export interface Reading<T> {
  /** Whoever reads them disposes of them. */
  readonly tensors: readonly Tensor[];
  readonly finish: (values: readonly Float32Array[]) => T;
}

/** The same methods, whose results are still to be read. */
export type Deferred<T> = {
  readonly [K in keyof T]: T[K] extends (...args: infer A) => infer R
    ? (...args: A) => Reading<R>
    : T[K];
};

/** A reading of nothing. */
export const nothing: Reading<void> = { tensors: [], finish: () => undefined };

/** Waits for the values on the spot. */
export function readNow<T>({ tensors, finish }: Reading<T>): T {
  const values = tensors.map((tensor) => tensor.dataSync<'float32'>());
  for (const tensor of tensors) tensor.dispose();
  return finish(values);
}

/** Promises the values. */
export async function readLater<T>({ tensors, finish }: Reading<T>): Promise<T> {
  const values = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
  for (const tensor of tensors) tensor.dispose();
  return finish(values);
}

/** [examples, C, H, W] to [examples, H, W, C]. */
export function channelsLast(tf: TensorFlow, x: Images): Images {
  const [examples, channels, height, width] = x.shape;
  return channels === 1 || height * width === 1
    ? tf.reshape(x, [examples, height, width, channels])
    : tf.transpose(x, [0, 2, 3, 1]);
}

/** [examples, H, W, C] to [examples, C, H, W]. */
export function channelsFirst(tf: TensorFlow, x: Images): Images {
  const [examples, height, width, channels] = x.shape;
  return channels === 1 || height * width === 1
    ? tf.reshape(x, [examples, channels, height, width])
    : tf.transpose(x, [0, 3, 1, 2]);
}
