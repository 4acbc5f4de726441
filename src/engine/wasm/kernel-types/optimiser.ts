import type { Pointer } from '../kernels.js';

/** assembly/optimisers.ts */
export interface OptimiserKernels {
  sgd(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    velocity: Pointer,
    mask: Pointer,
    learningRate: number,
    momentum: number,
    weightDecay: number,
  ): void;
  adam(
    count: number,
    weights: Pointer,
    gradient: Pointer,
    mean: Pointer,
    square: Pointer,
    mask: Pointer,
    step: number,
    rootScale: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    weightDecay: number,
  ): void;
}
