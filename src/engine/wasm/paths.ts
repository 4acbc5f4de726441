/**
 * Which kernels compute a layer. The choice changes the last bits of a result, so it is made by
 * fixed numbers, the same on every machine, and not by timing.
 */
export interface Paths {
  /** Dense layers of lower density run sparsely. */
  readonly sparseDenseBelow: number;
  /**
   * Convolutions of lower density run sparsely; where Winograd's algorithm would be used otherwise,
   * the limit is lower by as many times as that is faster.
   */
  readonly sparseConvolutionBelow: number;
  /** Whether Winograd's algorithm is used where it applies and pays. */
  readonly winograd: boolean;
  /** Layers for which it is decided already, by full name. */
  readonly layers: Readonly<Record<string, 'sparse' | 'dense'>>;
}

/**
 * Measured on one core of a Zen 5 (bench/engines.ts).
 *
 * Dense layers: a step of LeNet-300-100 with Adam at batch 60 takes 1.30 ms, sparsely 1.19 ms at a
 * density of 0.64 and in proportion above, so they cross at 0.70.
 *
 * Convolutions: direct kernels reach 57 to 60 GFLOP/s, sparse ones 42 to 47 on what survives.
 */
export const DEFAULT_PATHS: Paths = {
  sparseDenseBelow: 0.7,
  sparseConvolutionBelow: 0.75,
  winograd: true,
  layers: {},
};

/**
 * With native dense kernels; measured there too, with AVX-512 (AVX2 would double the crossovers).
 *
 * LeNet-300-100 takes 0.42 ms a step, sparsely 0.27, 0.37, 0.46 and 0.55 ms at densities 0.15, 0.20,
 * 0.25 and 0.30. ResNet-20 at batch 128 takes 170 ms with Winograd's algorithm and 220 without,
 * sparsely 97, 129 and 195 ms at densities 0.05, 0.10 and 0.20.
 */
export const NATIVE_PATHS: Paths = {
  ...DEFAULT_PATHS,
  sparseDenseBelow: 0.22,
  sparseConvolutionBelow: 0.26,
};

/**
 * Winograd's algorithm is used from so many channels on, of input and output both.
 *
 * 128 examples of 32 x 32: forward, input and weight gradient take 2.6, 2.6 and 2.9 ms directly and
 * 2.3, 2.5 and 1.8 ms by Winograd with 8 channels, 5.8, 5.8 and 6.5 against 4.9, 4.8 and 4.2 ms with
 * 12, 10.4, 10.3 and 11.1 against 6.5, 6.5 and 6.0 ms with 16.
 */
const WINOGRAD_CHANNELS = 12;

/**
 * With batches of at most four examples, Winograd's algorithm is used from so many tiles of 4x4 pixels
 * on: each pass transforms the filters, which costs as much as it saves on 4 tiles.
 *
 * A gradient of VGG-16 for one example takes 246 ms by Winograd everywhere it applies, 217 ms by the
 * direct kernels alone, and 190 ms so.
 */
const WINOGRAD_TILES = 16;

/**
 * Whether Winograd's algorithm is faster than the direct kernels with at least `channels` channels of
 * input and output, and outputs of `pixels` pixels.
 */
export function winogradPays(
  { winograd }: Paths,
  { channels, pixels, batchSize }: { channels: number; pixels: number; batchSize: number },
): boolean {
  const enough = batchSize > 4 || pixels >= 16 * WINOGRAD_TILES;
  return winograd && channels >= WINOGRAD_CHANNELS && enough;
}

/** The density below which the dense layer called `name` runs sparsely. */
export function sparseDenseBelow(paths: Paths, name: string): number {
  return decided(paths, name) ?? paths.sparseDenseBelow;
}

/**
 * The density below which the convolution called `name` runs sparsely; `winogradChannels` is the
 * number of channels if Winograd's algorithm would be used otherwise.
 */
export function sparseConvolutionBelow(
  paths: Paths,
  name: string,
  winogradChannels: number | undefined,
): number {
  const gain = winogradChannels === undefined ? 1 : winogradGain(winogradChannels);
  return decided(paths, name) ?? paths.sparseConvolutionBelow / gain;
}

/** How many times as fast as the direct kernels Winograd's algorithm is: 1.65, 2.3 and 2.9 to 3.2. */
function winogradGain(channels: number): number {
  if (channels < 24) return 1.65;
  return channels < 48 ? 2.3 : 2.9;
}

function decided({ layers }: Paths, name: string): number | undefined {
  const path = layers[name];
  if (path === undefined) return undefined;
  return path === 'sparse' ? Infinity : 0;
}
