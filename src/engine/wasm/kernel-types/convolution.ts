import type { Pointer } from '../kernels.js';

/** assembly/convolution */
export interface ConvolutionKernels {
  clear(pointer: Pointer, bytes: number): void;
  packWeights(
    outputs: number,
    inputs: number,
    outputStride: number,
    inputStride: number,
    taps: Pointer,
    tapCount: number,
    weights: Pointer,
    packed: Pointer,
  ): void;
  unpackWeights(
    outputs: number,
    inputs: number,
    outputStride: number,
    inputStride: number,
    taps: Pointer,
    tapCount: number,
    weights: Pointer,
    packed: Pointer,
  ): void;
  correlate(
    geometry: Pointer,
    x: Pointer,
    y: Pointer,
    runs: Pointer,
    runCount: number,
    rows: number,
    weights: Pointer,
    tileBytes: number,
    bias: Pointer,
    accumulate: boolean,
    rectify: boolean,
    vectors: number,
  ): void;
  weightGradient(
    geometry: Pointer,
    x: Pointer,
    dy: Pointer,
    runs: Pointer,
    runCount: number,
    tileBytes: number,
    vectors: number,
    stripHeight: number,
    stripWidth: number,
    sums: Pointer,
  ): void;
  winogradFilters(
    inputs: number,
    tiles: number,
    packed: Pointer,
    filters: Pointer,
    buffer: Pointer,
  ): void;
  winogradFilterGradients(
    inputs: number,
    tiles: number,
    filters: Pointer,
    packed: Pointer,
    buffer: Pointer,
  ): void;
  winogradCorrelate(
    geometry: Pointer,
    x: Pointer,
    y: Pointer,
    filters: Pointer,
    bias: Pointer,
    accumulate: boolean,
    rectify: boolean,
    vectors: number,
    scratch: Pointer,
  ): void;
  winogradGradient(
    geometry: Pointer,
    x: Pointer,
    dy: Pointer,
    vectors: number,
    sums: Pointer,
    scratch: Pointer,
  ): void;
}
