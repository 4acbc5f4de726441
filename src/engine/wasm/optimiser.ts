import type { Optimizer } from '../optimizer.js';
import type { Kernels } from './kernels.js';
import type { StoredParameter } from './memory/stored-parameter.js';

/** Updates all parameters from their gradients. */
export interface Update {
  readonly step: (learningRate: number) => void;
  /** Forgets how many steps were made (the averages in memory are the caller's to clear). */
  readonly reset: () => void;
}

/** Binds the kernels of an optimiser to the parameters; those without a gradient are left alone. */
export function createUpdate(
  kernels: Kernels,
  optimizer: Optimizer,
  parameters: readonly StoredParameter[],
): Update {
  const trained = parameters.filter(({ gradient }) => gradient !== 0);
  switch (optimizer.kind) {
    case 'sgd':
      return sgdUpdate(kernels, optimizer, trained);
    case 'adam':
      return adamUpdate(kernels, optimizer, trained);
    case 'rmsprop':
      return rootUpdate(kernels, optimizer, trained, optimizer.decay, 1 - optimizer.decay);
    case 'adagrad':
      return rootUpdate(kernels, optimizer, trained, 1, 1);
  }
}

/**
 * Scales all gradients down together where their norm is above `clipNorm`: g *= clipNorm / |g|, with
 * |g|^2 summed in double precision over the parameters in their order.
 */
export function createClip(
  kernels: Kernels,
  parameters: readonly StoredParameter[],
  clipNorm: number,
): () => void {
  const trained = parameters.filter(({ gradient }) => gradient !== 0);
  return () => {
    let sum = 0;
    for (const { stored, gradient, mask } of trained) {
      sum += kernels.squaredNorm(stored, gradient, mask);
    }
    const norm = Math.sqrt(sum);
    if (!(norm > clipNorm)) return;
    for (const { stored, gradient } of trained) {
      kernels.scaleBy(stored, gradient, clipNorm / norm);
    }
  };
}

function sgdUpdate(
  kernels: Kernels,
  { momentum, dampening, nesterov, weightDecay }: Extract<Optimizer, { kind: 'sgd' }>,
  parameters: readonly StoredParameter[],
): Update {
  let rest = 1; // the velocity starts as the first gradient, undamped
  const step = (learningRate: number): void => {
    for (const { stored, values, gradient, moments, mask } of parameters) {
      kernels.sgd(
        stored,
        values,
        gradient,
        moments[0],
        mask,
        learningRate,
        momentum,
        rest,
        weightDecay,
        nesterov,
      );
    }
    rest = 1 - dampening;
  };
  const reset = (): void => {
    rest = 1;
  };
  return { step, reset };
}

function adamUpdate(
  kernels: Kernels,
  optimizer: Extract<Optimizer, { kind: 'adam' }>,
  parameters: readonly StoredParameter[],
): Update {
  const { beta1, beta2, epsilon, weightDecay, decoupled, amsgrad } = optimizer;
  // beta^t as running products: unlike Math.pow, they are the same on every machine.
  let power1 = 1;
  let power2 = 1;
  const step = (learningRate: number): void => {
    power1 *= beta1;
    power2 *= beta2;
    const scaledRate = learningRate / (1 - power1);
    const rootScale = 1 / Math.sqrt(1 - power2);
    for (const { stored, values, gradient, moments, mask } of parameters) {
      kernels.adam(
        stored,
        values,
        gradient,
        moments[0],
        moments[1],
        amsgrad ? moments[2] : 0,
        mask,
        scaledRate,
        rootScale,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? learningRate * weightDecay : 0,
      );
    }
  };
  const reset = (): void => {
    power1 = 1;
    power2 = 1;
  };
  return { step, reset };
}

/** RMSprop and Adagrad: square = decay * square + rest * g^2. */
function rootUpdate(
  kernels: Kernels,
  { epsilon, weightDecay }: Extract<Optimizer, { kind: 'rmsprop' | 'adagrad' }>,
  parameters: readonly StoredParameter[],
  decay: number,
  rest: number,
): Update {
  const step = (learningRate: number): void => {
    for (const { stored, values, gradient, moments, mask } of parameters) {
      kernels.scaledByRoot(
        stored,
        values,
        gradient,
        moments[0],
        mask,
        learningRate,
        decay,
        rest,
        epsilon,
        weightDecay,
      );
    }
  };
  return { step, reset: () => undefined };
}
