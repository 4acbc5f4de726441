import type { Optimizer } from '../optimizer.js';
import type { Kernels } from './kernels.js';
import type { StoredParameter } from './stored-parameter.js';

/** Updates all parameters from their gradients. */
export interface Update {
  step(learningRate: number): void;
  /** Forgets how many steps were made (the averages in memory are the caller's to clear). */
  reset(): void;
}

/** Binds the kernels of an optimiser to the parameters. */
export function createUpdate(
  kernels: Kernels,
  optimizer: Optimizer,
  parameters: readonly StoredParameter[],
): Update {
  if (optimizer.kind === 'sgd') {
    const { momentum, weightDecay } = optimizer;
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
          weightDecay,
        );
      }
    };
    return { step, reset: () => undefined };
  }

  if (optimizer.kind !== 'adam') throw new Error('todo');
  const { beta1, beta2, epsilon, weightDecay } = optimizer;
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
        mask,
        scaledRate,
        rootScale,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        epsilon,
        weightDecay,
      );
    }
  };
  const reset = (): void => {
    power1 = 1;
    power2 = 1;
  };
  return { step, reset };
}
