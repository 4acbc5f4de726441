import { type Conv2dLayer, paddingOf } from '../../../../models/layer.js';
import type { Kernels, Pointer } from '../../kernels.js';
import type { Batch } from '../../operator.js';
import type { StoredParameter } from '../../memory/stored-parameter.js';
import type { Tensor } from '../../memory/tensor.js';

/** A convolution's numbers, defaults filled in; channels are those of its tensors. */
export interface ConvolutionGeometry {
  readonly kernel: number;
  readonly stride: number;
  /** Zeros on every side of the input. */
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** What the passes of a convolution work on, whichever kernels compute them. */
export interface ConvolutionPlan {
  readonly name: string;
  readonly input: Tensor;
  readonly output: Tensor;
  readonly geometry: ConvolutionGeometry;
  /** y = max(0, convolution) instead of the convolution. */
  readonly rectify: boolean;
  readonly weight: StoredParameter;
  readonly bias: StoredParameter | undefined;
}

/** One pass of a convolution over a batch; `adds` matters to the input's gradient only. */
export interface ConvolutionPass {
  readonly scratchBytes: number;
  bind(kernels: Kernels, scratch: Pointer, adds: boolean): (batch: Batch) => void;
}

/**
 * The passes of a convolution; the gradients are given dy where the ReLU let y through, and do not
 * rely on halos.
 */
export interface ConvolutionPasses {
  readonly forward: ConvolutionPass;
  readonly inputGradient: ConvolutionPass;
  readonly weightGradient: ConvolutionPass;
}

export function geometryOf(layer: Conv2dLayer): ConvolutionGeometry {
  const { kernel, stride = 1, dilation = 1, groups = 1 } = layer;
  return { kernel, stride, padding: paddingOf(layer), dilation, groups };
}
