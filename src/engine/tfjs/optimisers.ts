import type { Optimizer } from '../optimizer.js';
import { type DeviceParameter, masked } from './parameters.js';
import type { Tensor, TensorFlow } from './tensorflow.js';

type Adam = Extract<Optimizer, { kind: 'adam' }>;
type Sgd = Extract<Optimizer, { kind: 'sgd' }>;

/** Makes the steps of an optimiser. */
export interface Update {
  step(parameters: readonly DeviceParameter[], gradients: readonly Tensor[], rate: number): void;
  /** Forgets how many steps were made. */
  reset(): void;
}

/** What a step is told besides the gradient; beta^t for Adam's two averages. */
interface Step {
  readonly rate: number;
  readonly power1: number;
  readonly power2: number;
}

/** The new values and the new averages; no averages before the first step. */
type Formula = (
  values: Tensor,
  gradient: Tensor,
  moments: readonly Tensor[],
  step: Step,
) => readonly [Tensor, ...Tensor[]];

export function createUpdate(tf: TensorFlow, optimizer: Optimizer): Update {
  const formula = formulaOf(tf, optimizer);
  // beta^t as running products: unlike Math.pow, they are the same on every machine.
  let [power1, power2] = [1, 1];
  return {
    step: (parameters, gradients, rate) => {
      if (optimizer.kind === 'adam') {
        power1 *= optimizer.beta1;
        power2 *= optimizer.beta2;
      }
      parameters.forEach((parameter, i) => {
        const { mask, values: before, moments: forgotten } = parameter;
        const [values, ...moments] = tf.tidy(() =>
          formula(before, gradients[i], forgotten, { rate, power1, power2 }).map((tensor) =>
            masked(tf, mask, tensor),
          ),
        );
        tf.dispose([before, ...forgotten]);
        Object.assign(parameter, { values, moments });
      });
    },
    reset: () => {
      [power1, power2] = [1, 1];
    },
  };
}

function formulaOf(tf: TensorFlow, optimizer: Optimizer): Formula {
  switch (optimizer.kind) {
    case 'sgd':
      return sgd(tf, optimizer);
    case 'adam':
      return adam(tf, optimizer);
    case 'rmsprop':
    case 'adagrad':
      return bySquares(tf, optimizer);
  }
}

function sgd(tf: TensorFlow, { momentum, dampening, nesterov, weightDecay }: Sgd): Formula {
  return (values, gradient, [before], { rate }) => {
    const d = decayed(tf, values, gradient, weightDecay);
    if (momentum === 0) return [moved(tf, values, rate, d)];
    const velocity =
      before === undefined
        ? tf.clone(d)
        : tf.add(tf.mul(momentum, before), tf.mul(1 - dampening, d));
    const direction = nesterov ? tf.add(d, tf.mul(momentum, velocity)) : velocity;
    return [moved(tf, values, rate, direction), velocity];
  };
}

function adam(tf: TensorFlow, { beta1, beta2, epsilon, ...options }: Adam): Formula {
  const { weightDecay, decoupled, amsgrad } = options;
  return (values, gradient, moments, { rate, power1, power2 }) => {
    const [first, second, largest] = moments.length > 0 ? moments : zeros(tf, values, 3);
    const g = decayed(tf, values, gradient, decoupled ? 0 : weightDecay);
    const start = decoupled ? tf.mul(values, 1 - rate * weightDecay) : values;
    const mean = average(tf, beta1, first, g);
    const square = average(tf, beta2, second, tf.square(g));
    const most = amsgrad ? tf.maximum(largest, square) : square;
    const root = tf.div(tf.sqrt(most), Math.sqrt(1 - power2));
    const step = tf.div(mean, tf.add(root, epsilon));
    const after = moved(tf, start, rate / (1 - power1), step);
    return amsgrad ? [after, mean, square, most] : [after, mean, square];
  };
}

/** RMSprop and Adagrad. */
function bySquares(
  tf: TensorFlow,
  optimizer: Extract<Optimizer, { kind: 'rmsprop' | 'adagrad' }>,
): Formula {
  const { epsilon, weightDecay } = optimizer;
  return (values, gradient, moments, { rate }) => {
    const [before] = moments.length > 0 ? moments : zeros(tf, values, 1);
    const g = decayed(tf, values, gradient, weightDecay);
    const squares = tf.square(g);
    const after =
      optimizer.kind === 'rmsprop'
        ? average(tf, optimizer.decay, before, squares)
        : tf.add(before, squares);
    return [moved(tf, values, rate, tf.div(g, tf.add(tf.sqrt(after), epsilon))), after];
  };
}

function zeros(tf: TensorFlow, like: Tensor, count: number): Tensor[] {
  return Array.from({ length: count }, () => tf.zerosLike(like));
}

/** g + weightDecay * w */
function decayed(tf: TensorFlow, values: Tensor, gradient: Tensor, weightDecay: number): Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(weightDecay, values));
}

/** beta * before + (1 - beta) * now */
function average(tf: TensorFlow, beta: number, before: Tensor, now: Tensor): Tensor {
  return tf.add(tf.mul(beta, before), tf.mul(1 - beta, now));
}

/** w - rate * direction */
function moved(tf: TensorFlow, values: Tensor, rate: number, direction: Tensor): Tensor {
  return tf.sub(values, tf.mul(rate, direction));
}

/** Gradients scaled down to `clipNorm` if their norm over all of them is larger. */
export function clipped(
  tf: TensorFlow,
  gradients: readonly Tensor[],
  clipNorm: number | undefined,
): readonly Tensor[] {
  if (clipNorm === undefined) return gradients;
  // Not `addN`: WebGPU sums at most seven tensors at once.
  const squares = gradients.map((gradient) => tf.sum(tf.square(gradient)));
  const norm = tf.sqrt(squares.reduce((sum, square) => tf.add(sum, square)));
  const scale = tf.div(clipNorm, tf.maximum(norm, clipNorm));
  return gradients.map((gradient) => tf.mul(gradient, scale));
}
