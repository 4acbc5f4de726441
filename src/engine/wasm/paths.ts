/**
 * Which kernels compute a layer. The choice changes the last bits of a result, so it is made by
 * fixed numbers, the same on every machine, and not by timing.
 */
export interface Paths {
  /** Dense layers of lower density run sparsely. */
  readonly sparseDenseBelow: number;
  /** Convolutions of lower density run sparsely. */
  readonly sparseConvolutionBelow: number;
  /** Whether Winograd's algorithm is used where it applies and pays. */
  readonly winograd: boolean;
  /** Layers for which it is decided already, by full name. */
  readonly layers: Readonly<Record<string, 'sparse' | 'dense'>>;
}

/** The density below which the layer called `name` runs sparsely. */
export function sparseBelow(paths: Paths, name: string, kind: 'dense' | 'convolution'): number {
  const decided = paths.layers[name];
  if (decided !== undefined) return decided === 'sparse' ? Infinity : 0;
  return kind === 'dense' ? paths.sparseDenseBelow : paths.sparseConvolutionBelow;
}

/**
 * Measured with Adam on one core of a Zen 5 (bench/engine-step.ts).
 *
 * Dense layers: LeNet-300-100 at batch 60 takes 1.67 ms a step, sparsely 1.32, 1.46, 1.59, 1.69 and
 * 1.79 ms at densities 0.60, 0.65, 0.70, 0.75 and 0.80, so they cross at 0.74; at batch 128 they
 * cross at 0.67.
 */
export const DEFAULT_PATHS: Paths = {
  sparseDenseBelow: 0.7,
  sparseConvolutionBelow: 0.4,
  winograd: true,
  layers: {},
};
