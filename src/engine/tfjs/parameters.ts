import type { Mask } from '../../models/mask.js';
import {
  type Model,
  type Parameters,
  parameterSpecs,
  type ParameterSpec,
  visitLayers,
} from '../../models/model.js';
import type { Reading, Tensor, TensorFlow } from './tensorflow.js';

/** One parameter of a network in the backend's memory. */
export interface DeviceParameter {
  readonly spec: ParameterSpec;
  readonly arrangement: Arrangement;
  /** 1 = keep, arranged as the values; nothing where all are kept. */
  readonly mask: Tensor | undefined;
  values: Tensor;
  /** The optimiser's averages. */
  moments: readonly Tensor[];
}

/** How our row-major values are arranged for TensorFlow. */
interface Arrangement {
  readonly shape: readonly number[];
  /** Axis i there is axis `axes[i]` here; the same axes when left out. */
  readonly axes?: readonly number[];
}

/** Parameters of zero under a mask. */
export function createParameters(tf: TensorFlow, model: Model, mask?: Mask): DeviceParameter[] {
  const images = imagesOfLayerNorms(model);
  return parameterSpecs(model).map((spec) => {
    const arrangement = arrangementOf(spec, images);
    const bits = mask?.[spec.name];
    return {
      spec,
      arrangement,
      mask: bits?.includes(0) === true ? place(tf, arrangement, bits, 'bool') : undefined,
      values: place(tf, arrangement, new Float32Array(spec.size)),
      moments: [],
    };
  });
}

/** Convolutions: [out, in, k, k] to [k, k, in, out]. Layer norms: [C, H, W] to [H, W, C]. */
function arrangementOf(
  spec: ParameterSpec,
  images: ReadonlyMap<string, readonly number[]>,
): Arrangement {
  const image = images.get(spec.layer);
  if (image !== undefined) return { shape: image, axes: [1, 2, 0] };
  return spec.shape.length === 4 ? { shape: spec.shape, axes: [2, 3, 1, 0] } : spec;
}

function imagesOfLayerNorms(model: Model): Map<string, readonly number[]> {
  const images = new Map<string, readonly number[]>();
  visitLayers(model, ({ kind }, name, input) => {
    if (kind === 'layerNorm') images.set(name, input);
  });
  return images;
}

/** A copy of values in the backend's memory. */
export function place(
  tf: TensorFlow,
  { shape, axes }: Arrangement,
  values: Float32Array | Uint8Array,
  type: 'float32' | 'bool' = 'float32',
): Tensor {
  return tf.tidy(() => {
    const given = tf.tensor(values.slice(), [...shape], type);
    return axes === undefined ? given : tf.transpose(given, [...axes]);
  });
}

/** Values given and the others zero where the mask says so; exactly zero, whatever was there. */
export function masked(tf: TensorFlow, mask: Tensor | undefined, values: Tensor): Tensor {
  return mask === undefined ? values : tf.where(mask, values, tf.zerosLike(values));
}

/** Copies loaded values in, without the pruned ones, and forgets the averages. */
export function loadParameters(
  tf: TensorFlow,
  parameters: readonly DeviceParameter[],
  given: Parameters,
): void {
  for (const parameter of parameters) {
    const { spec, arrangement, mask } = parameter;
    const values = tf.tidy(() => masked(tf, mask, place(tf, arrangement, given[spec.name])));
    tf.dispose([parameter.values, ...parameter.moments]);
    Object.assign(parameter, { values, moments: [] });
  }
}

/** Reads tensors that are arranged as `parameters`, back in our order. */
export function readParameters(
  tf: TensorFlow,
  parameters: readonly DeviceParameter[],
  compute: () => readonly Tensor[],
): Reading<Parameters> {
  const tensors = tf.tidy(() =>
    compute().map((tensor, i) => {
      const { axes } = parameters[i].arrangement;
      return axes === undefined ? tf.clone(tensor) : tf.transpose(tensor, inverse(axes));
    }),
  );
  return {
    tensors,
    finish: (values) =>
      Object.fromEntries(parameters.map(({ spec }, i) => [spec.name, values[i].slice()])),
  };
}

function inverse(axes: readonly number[]): number[] {
  return axes.map((_, i) => axes.indexOf(i));
}

/** Frees the memory of parameters. */
export function disposeParameters(tf: TensorFlow, parameters: readonly DeviceParameter[]): void {
  for (const { values, moments, mask } of parameters) {
    tf.dispose([values, ...moments, ...(mask === undefined ? [] : [mask])]);
  }
}
