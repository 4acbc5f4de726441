import type { Pointer } from '../kernels.js';

/** assembly/optimisers.ts and optimisers-adam.ts */
export interface OptimiserKernels {
  sgd(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    velocity: Pointer,
    mask: Pointer,
    rate: number,
    momentum: number,
    rest: number,
    weightDecay: number,
    nesterov: boolean,
  ): void;
  scaledByRoot(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    square: Pointer,
    mask: Pointer,
    rate: number,
    decay: number,
    rest: number,
    epsilon: number,
    weightDecay: number,
  ): void;
  adam(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    mean: Pointer,
    square: Pointer,
    largest: Pointer,
    mask: Pointer,
    step: number,
    rootScale: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    coupledDecay: number,
    decoupledDecay: number,
  ): void;
  squaredNorm(count: number, gradient: Pointer, mask: Pointer): number;
  scaleBy(count: number, values: Pointer, factor: number): void;
}
