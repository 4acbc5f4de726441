/** How weights follow their gradients g, as data. The learning rate is given step by step. */
export type Optimizer =
  /**
   * SGD as PyTorch does it: d = g + weightDecay * w; v = momentum * v + (1 - dampening) d (v starts
   * at d); w -= learningRate * v, or learningRate * (d + momentum * v) if `nesterov`.
   */
  | {
      readonly kind: 'sgd';
      readonly momentum: number;
      readonly dampening: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  /**
   * Adam (Kingma & Ba 2015, algorithm 1); `amsgrad` divides by the largest average so far (Reddi et
   * al. 2018). Weight decay is coupled, g += weightDecay * w, or, if `decoupled`, as in AdamW
   * (Loshchilov & Hutter 2019), w -= learningRate * weightDecay * w.
   */
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
      readonly decoupled: boolean;
      readonly amsgrad: boolean;
    }
  /** w -= learningRate * g / (sqrt(v) + epsilon) with v = decay * v + (1 - decay) g^2. */
  | {
      readonly kind: 'rmsprop';
      readonly decay: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  /** w -= learningRate * g / (sqrt(v) + epsilon) with v = v + g^2 (Duchi et al. 2011). */
  | { readonly kind: 'adagrad'; readonly epsilon: number; readonly weightDecay: number };

/** SGD; plain unless told otherwise. */
export function sgd({
  momentum = 0,
  dampening = 0,
  nesterov = false,
  weightDecay = 0,
} = {}): Optimizer {
  return { kind: 'sgd', momentum, dampening, nesterov, weightDecay };
}

/** Adam with the constants of its paper. */
export function adam({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
  amsgrad = false,
} = {}): Optimizer {
  return { kind: 'adam', beta1, beta2, epsilon, weightDecay, decoupled: false, amsgrad };
}

/** Adam with decoupled weight decay; the default decay is PyTorch's. */
export function adamw({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0.01,
  amsgrad = false,
} = {}): Optimizer {
  return { kind: 'adam', beta1, beta2, epsilon, weightDecay, decoupled: true, amsgrad };
}

/** RMSprop (Tieleman & Hinton 2012) with PyTorch's constants. */
export function rmsprop({ decay = 0.99, epsilon = 1e-8, weightDecay = 0 } = {}): Optimizer {
  return { kind: 'rmsprop', decay, epsilon, weightDecay };
}

/** Adagrad with PyTorch's constants. */
export function adagrad({ epsilon = 1e-10, weightDecay = 0 } = {}): Optimizer {
  return { kind: 'adagrad', epsilon, weightDecay };
}
