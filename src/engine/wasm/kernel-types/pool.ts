import type { Pointer } from '../kernels.js';

/** assembly/layers/max-pool.ts and average-pool.ts */
export interface PoolKernels {
  maxPool(
    channels: number,
    height: number,
    width: number,
    lines: Pointer,
    columns: Pointer,
    x: Pointer,
    xLine: number,
    y: Pointer,
    yLine: number,
  ): void;
  maxPoolGradient(
    channels: number,
    height: number,
    width: number,
    lines: Pointer,
    columns: Pointer,
    x: Pointer,
    xLine: number,
    y: Pointer,
    yLine: number,
    dy: Pointer,
    dyLine: number,
    dx: Pointer,
    dxLine: number,
    adds: boolean,
  ): void;
  chosenOfPool(
    channels: number,
    height: number,
    width: number,
    lines: Pointer,
    columns: Pointer,
    x: Pointer,
    xLine: number,
    recordedX: Pointer,
    recordedXLine: number,
    recordedY: Pointer,
    recordedYLine: number,
    y: Pointer,
    yLine: number,
  ): void;
  averagePool(
    channels: number,
    height: number,
    width: number,
    lines: Pointer,
    columns: Pointer,
    x: Pointer,
    xLine: number,
    y: Pointer,
    yLine: number,
  ): void;
  averagePoolGradient(
    channels: number,
    height: number,
    width: number,
    lines: Pointer,
    columns: Pointer,
    dy: Pointer,
    dyLine: number,
    dx: Pointer,
    dxLine: number,
    adds: boolean,
  ): void;
}
