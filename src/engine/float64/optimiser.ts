import type { Optimizer } from '../optimizer.js';
import type { Doubles } from './pass.js';

/** Makes the steps of an optimiser, in place. */
export interface Update64 {
  step(parameters: Doubles, gradients: Doubles, rate: number): void;
  /** Forgets all averages. */
  reset(): void;
}

/** What changes from step to step. */
interface Step {
  readonly rate: number;
  /** Counted from 1. */
  readonly number: number;
  /** 1 - beta^t for both of Adam's averages. */
  readonly correction1: number;
  readonly correction2: number;
}

/** The weight w after a step, and its averages (zeros at first) moved in place. */
type Formula = (w: number, g: number, averages: Averages, i: number, step: Step) => number;

/** As many as the optimisers need at most. */
type Averages = readonly [Float64Array, Float64Array, Float64Array];

export function createUpdate64(optimizer: Optimizer): Update64 {
  const formula = formulaOf(optimizer);
  let averages: Record<string, Averages> = {};
  let [number, power1, power2] = [0, 1, 1];
  return {
    step: (parameters, gradients, rate) => {
      number++;
      if (optimizer.kind === 'adam') {
        power1 *= optimizer.beta1;
        power2 *= optimizer.beta2;
      }
      const step = { rate, number, correction1: 1 - power1, correction2: 1 - power2 };
      for (const [name, gradient] of Object.entries(gradients)) {
        const values = parameters[name];
        const own = (averages[name] ??= emptyAverages(values.length));
        for (let i = 0; i < values.length; i++) {
          values[i] = formula(values[i], gradient[i], own, i, step);
        }
      }
    },
    reset: () => {
      averages = {};
      [number, power1, power2] = [0, 1, 1];
    },
  };
}

function emptyAverages(size: number): Averages {
  return [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
}

function formulaOf(optimizer: Optimizer): Formula {
  switch (optimizer.kind) {
    case 'sgd':
      return sgd(optimizer);
    case 'adam':
      return adam(optimizer);
    case 'rmsprop':
    case 'adagrad':
      return bySquares(optimizer);
  }
}

function sgd(options: Extract<Optimizer, { kind: 'sgd' }>): Formula {
  const { momentum, dampening, nesterov, weightDecay } = options;
  return (w, g, [velocities], i, { rate, number }) => {
    const d = g + weightDecay * w;
    if (momentum === 0) return w - rate * d;
    const velocity = number === 1 ? d : momentum * velocities[i] + (1 - dampening) * d;
    velocities[i] = velocity;
    return w - rate * (nesterov ? d + momentum * velocity : velocity);
  };
}

function adam(options: Extract<Optimizer, { kind: 'adam' }>): Formula {
  const { beta1, beta2, epsilon, weightDecay, decoupled, amsgrad } = options;
  return (w, gradient, [means, squares, largest], i, { rate, correction1, correction2 }) => {
    const g = gradient + (decoupled ? 0 : weightDecay * w);
    const start = decoupled ? w * (1 - rate * weightDecay) : w;
    means[i] = beta1 * means[i] + (1 - beta1) * g;
    squares[i] = beta2 * squares[i] + (1 - beta2) * g * g;
    largest[i] = amsgrad ? Math.max(largest[i], squares[i]) : squares[i];
    const root = Math.sqrt(largest[i] / correction2) + epsilon;
    return start - ((rate / correction1) * means[i]) / root;
  };
}

function bySquares(options: Extract<Optimizer, { kind: 'rmsprop' | 'adagrad' }>): Formula {
  const { epsilon, weightDecay } = options;
  const [keep, take] = options.kind === 'rmsprop' ? [options.decay, 1 - options.decay] : [1, 1];
  return (w, gradient, [squares], i, { rate }) => {
    const g = gradient + weightDecay * w;
    squares[i] = keep * squares[i] + take * g * g;
    return w - (rate * g) / (Math.sqrt(squares[i]) + epsilon);
  };
}
