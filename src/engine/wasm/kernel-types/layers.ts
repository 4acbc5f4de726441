import type { Pointer } from '../kernels.js';
import type { NormalisationKernels } from './normalisation.js';
import type { PoolKernels } from './pool.js';

/** Of the layers that are neither dense nor convolutional. */
export interface LayerKernels extends ElementKernels, NormalisationKernels, PoolKernels {}

/** assembly/layers/activation.ts, add.ts, dropout.ts, flatten.ts and gru.ts */
interface ElementKernels {
  activate(
    code: number,
    slope: number,
    lines: number,
    bytes: number,
    x: Pointer,
    xStride: number,
    y: Pointer,
    yStride: number,
  ): void;
  activationGradient(
    code: number,
    slope: number,
    lines: number,
    bytes: number,
    v: Pointer,
    vStride: number,
    dy: Pointer,
    dyStride: number,
    dx: Pointer,
    dxStride: number,
    adds: boolean,
  ): void;
  add(
    lines: number,
    bytes: number,
    a: Pointer,
    aStride: number,
    b: Pointer,
    bStride: number,
    y: Pointer,
    yStride: number,
    rectify: boolean,
  ): void;
  addGradient(
    lines: number,
    bytes: number,
    y: Pointer,
    yStride: number,
    dy: Pointer,
    dyStride: number,
    da: Pointer,
    daStride: number,
    addsToA: boolean,
    db: Pointer,
    dbStride: number,
    addsToB: boolean,
  ): void;
  clearLines(lines: number, bytes: number, x: Pointer, xStride: number): void;
  copyLines(
    lines: number,
    bytes: number,
    x: Pointer,
    xStride: number,
    y: Pointer,
    yStride: number,
  ): void;
  dropout(
    channels: number,
    height: number,
    width: number,
    channelBytes: number,
    pixelBytes: number,
    xLine: number,
    x: Pointer,
    yLine: number,
    y: Pointer,
    vectors: number,
    example: number,
    key0: number,
    key1: number,
    threshold: number,
    scale: number,
    adds: boolean,
  ): void;
  flatten(
    channels: number,
    height: number,
    width: number,
    lineBytes: number,
    block: Pointer,
    rows: Pointer,
    stride: number,
    vectors: number,
  ): void;
  unflatten(
    channels: number,
    height: number,
    width: number,
    lineBytes: number,
    block: Pointer,
    rows: Pointer,
    stride: number,
    vectors: number,
    adds: boolean,
  ): void;
  gruGates(
    units: number,
    inputBias: Pointer,
    recurrentBias: Pointer,
    gates: Pointer,
    state: Pointer,
    next: Pointer,
    stride: number,
    lanes: number,
  ): void;
  gruGateGradients(
    units: number,
    gates: Pointer,
    state: Pointer,
    dh: Pointer,
    stride: number,
    lanes: number,
    inputBiasGradient: Pointer,
    recurrentBiasGradient: Pointer,
    starts: boolean,
  ): void;
}
