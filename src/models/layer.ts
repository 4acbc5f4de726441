/**
 * One layer of a network, as data. Layers with parameters have names.
 *
 * Shapes are [channels, height, width]; after `dense` or `flatten` they are [features, 1, 1].
 */
export type Layer =
  | DenseLayer
  | Conv2dLayer
  | PoolLayer
  | BatchNormLayer
  | LayerNormLayer
  | ActivationLayer
  | DropoutLayer
  | ResidualLayer
  | AveragePoolLayer
  | GruLayer
  /** [C, H, W] to [C H W, 1, 1], row-major. */
  | { readonly kind: 'flatten' };

/** y = W x + b, with W of shape [units, inputs] (PyTorch's layout); images are flattened first. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly name: string;
  readonly units: number;
  /** True when left out. */
  readonly bias?: boolean;
}

/** Zeros around an image: how many on every side, or enough to keep its size, or none. */
export type Padding = number | 'same' | 'valid';

/**
 * Cross-correlation, as PyTorch's `Conv2d`, with W of shape [channels, inputs / groups, kernel,
 * kernel].
 *
 * Padding `'same'` puts (kernel - 1) / 2 * dilation zeros on every side, so that the output has
 * ceil(size / stride) pixels a side. (TensorFlow's `same` pads unevenly when the stride is 2.)
 */
export interface Conv2dLayer {
  readonly kind: 'conv2d';
  readonly name: string;
  /** Output channels. */
  readonly channels: number;
  readonly kernel: number;
  /** 1 when left out; so are `dilation` and `groups`. */
  readonly stride?: number;
  /** `'same'` when left out. */
  readonly padding?: Padding;
  readonly dilation?: number;
  readonly groups?: number;
  /** True when left out. */
  readonly bias?: boolean;
}

/**
 * The largest value or the mean of every window, as PyTorch's `MaxPool2d` and `AvgPool2d`.
 *
 * The gradient of a maximum goes to the first largest value of its window in row-major order. A
 * mean divides by the window's size, zeros around the image included unless `countPadding` is false.
 */
export interface PoolLayer {
  readonly kind: 'maxPool' | 'averagePool';
  readonly size: number;
  /** `size` when left out. */
  readonly stride?: number;
  /** Pixels around the image: zeros for the mean, ignored by the maximum. None when left out. */
  readonly padding?: number;
  /** Whether windows may hang over the far edges (PyTorch's `ceil_mode`). False when left out. */
  readonly overhang?: boolean;
  readonly countPadding?: boolean;
}

/** Means over windows that share out the picture, whatever its size. */
export type AveragePoolLayer =
  /** The mean over all pixels of each channel. */
  | { readonly kind: 'globalAveragePool' }
  /**
   * Window i of n along a side of L pixels takes those from floor(i L / n) to ceil((i + 1) L / n) - 1,
   * as PyTorch's `AdaptiveAvgPool2d`.
   */
  | { readonly kind: 'adaptiveAveragePool'; readonly height: number; readonly width: number };

/**
 * y = scale * (x - mean) / sqrt(variance + epsilon) + shift, per channel (Ioffe & Szegedy 2015).
 *
 * Training uses the batch's mean and biased variance and moves the running statistics by
 * r <- (1 - momentum) r + momentum * batch, with the unbiased variance, as PyTorch does; evaluation
 * uses the running statistics.
 */
export interface BatchNormLayer {
  readonly kind: 'batchNorm';
  readonly name: string;
  /** 0.1 when left out; null for the plain average over all batches so far. */
  readonly momentum?: number | null;
  /** 1e-5 when left out. */
  readonly epsilon?: number;
}

/** Standardises all features of each example (Ba et al. 2016), then scales and shifts each. */
export interface LayerNormLayer {
  readonly kind: 'layerNorm';
  readonly name: string;
  /** 1e-5 when left out. */
  readonly epsilon?: number;
}

/** A function applied to every value. */
export type ActivationLayer =
  /** max(0, x); its gradient at 0 is 0. */
  | { readonly kind: 'relu' }
  /** x where x > 0, slope * x elsewhere; 0.01 when left out. */
  | { readonly kind: 'leakyRelu'; readonly slope?: number }
  | { readonly kind: 'tanh' }
  | { readonly kind: 'sigmoid' }
  /** x Phi(x); with `approximate`, 0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
  | { readonly kind: 'gelu'; readonly approximate?: boolean }
  /** x sigmoid(x), also called swish. */
  | { readonly kind: 'silu' }
  /** x where x > 0, exp(x) - 1 elsewhere. */
  | { readonly kind: 'elu' }
  /** log(1 + exp(x)). */
  | { readonly kind: 'softplus' }
  /** x cut off at -1 and 1. */
  | { readonly kind: 'hardTanh' }
  /** x / (1 + |x|). */
  | { readonly kind: 'softSign' };

/** In training, each value is zeroed with probability `rate` and the rest scaled by 1 / (1 - rate). */
export interface DropoutLayer {
  readonly kind: 'dropout';
  readonly rate: number;
}

/**
 * y = body(x) + shortcut(x) (He et al. 2016); an empty shortcut is the identity.
 *
 * Put the ReLU that usually follows after it, as a layer of its own. Parameters of the layers inside
 * are called `<name>.body.<layer>.<role>` and `<name>.shortcut.<layer>.<role>`.
 */
export interface ResidualLayer {
  readonly kind: 'residual';
  readonly name: string;
  readonly body: readonly Layer[];
  readonly shortcut: readonly Layer[];
}

/**
 * A gated recurrent unit (Cho et al. 2014) that reads a picture row by row, from the top down, and
 * gives its last state [units, 1, 1]. With x_t the C W values of row t and h_0 = 0:
 *
 *     r_t = sigmoid(W_ir x_t + b_ir + W_hr h_(t-1) + b_hr)
 *     z_t = sigmoid(W_iz x_t + b_iz + W_hz h_(t-1) + b_hz)
 *     n_t = tanh(W_in x_t + b_in + r_t * (W_hn h_(t-1) + b_hn))
 *     h_t = (1 - z_t) * n_t + z_t * h_(t-1)
 *
 * These are the equations of PyTorch's `GRU`: the reset gate r comes after the recurrent product. (Cho
 * et al., and TensorFlow 1, have it before: W_hn (r * h).) Parameters, the gates stacked in the order
 * r, z, n: `<name>.input.weight` [3 units, C W], whose columns run over channels, then pixels;
 * `<name>.recurrent.weight` [3 units, units]; `<name>.input.bias`, `<name>.recurrent.bias` [3 units].
 */
export interface GruLayer {
  readonly kind: 'gru';
  readonly name: string;
  readonly units: number;
}

/** [channels, height, width]. */
export type Shape = readonly [number, number, number];

/**
 * The name of a layer in its list; one that has none is called by its kind and its place there, which
 * is counted from 0 here and from 1 in the name: `relu2`.
 */
export function layerName(layer: Layer, place: number): string {
  return 'name' in layer ? layer.name : `${layer.kind}${place + 1}`;
}

/** The kinds of `ActivationLayer`. */
export const activationKinds: ReadonlySet<string> = new Set<ActivationLayer['kind']>([
  'relu',
  'leakyRelu',
  'tanh',
  'sigmoid',
  'gelu',
  'silu',
  'elu',
  'softplus',
  'hardTanh',
  'softSign',
]);

export function isActivation(layer: Layer): layer is ActivationLayer {
  return activationKinds.has(layer.kind);
}

/** Zeros on every side that a convolution's padding stands for. */
export function paddingOf({ kernel, padding = 'same', dilation = 1 }: Conv2dLayer): number {
  if (padding === 'valid') return 0;
  return padding === 'same' ? ((kernel - 1) / 2) * dilation : padding;
}
