import { UserError } from '../errors.js';

/** Numbers in a row: a typed array or an ordinary one. */
export type Numbers = ArrayLike<number> & Iterable<number>;

/** Numbers, with a shape: an array and what its shape is, or a tensor of TensorFlow.js. */
export type TensorSource = NumbersWithShape | TensorLike;

export interface NumbersWithShape {
  readonly data: Numbers;
  /** Row-major; flat if not given. */
  readonly shape?: readonly number[];
}

/** What we use of a tensor of TensorFlow.js. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype?: string;
  dataSync(): Numbers;
}

export interface Values {
  readonly values: Numbers;
  readonly shape: readonly number[];
  /** `float32`, `uint8`, ... */
  readonly type: string;
}

/** The numbers of a tensor. Throws a `UserError` if there are not as many as its shape says. */
export function toValues(source: TensorSource): Values {
  const values = isTensorLike(source) ? source.dataSync() : source.data;
  const shape = source.shape ?? [values.length];
  const size = shape.reduce((a, b) => a * b, 1);
  if (size !== values.length) {
    throw new UserError(
      `There are ${values.length} values, but the shape [${shape.join(', ')}] needs ${size}.`,
    );
  }
  return { values, shape, type: typeOf(source, values) };
}

export function isTensorLike(value: unknown): value is TensorLike {
  const { shape, dataSync } = (value ?? {}) as Partial<TensorLike>;
  return Array.isArray(shape) && typeof dataSync === 'function';
}

/** An array of numbers that is a view of a buffer. */
export type TypedArray = Exclude<NodeJS.TypedArray, BigInt64Array | BigUint64Array>;

export function isTypedArray(value: unknown): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array || value instanceof BigUint64Array)
  );
}

function typeOf(source: TensorSource, values: Numbers): string {
  if ('dtype' in source && source.dtype !== undefined) return source.dtype;
  if (!isTypedArray(values)) return 'numbers';
  return values instanceof Buffer
    ? 'uint8'
    : values.constructor.name.replace(/Array$/, '').toLowerCase();
}
