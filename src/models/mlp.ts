import { UserError } from '../errors.js';
import type { Layer, Shape } from './layer.js';
import type { Model } from './model.js';
import { type ArchitectureOptions, variant } from './variant.js';

export interface MlpOptions {
  readonly name?: string;
  /** [channels, height, width] of the input. */
  readonly inputShape: Shape;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  readonly numClasses: number;
  /** Whether the layers have biases. True when left out. */
  readonly bias?: boolean;
}

/** A multilayer perceptron: dense layers with a ReLU after each but the last. */
export function mlp({ name, inputShape, hidden, numClasses, bias = true }: MlpOptions): Model {
  const widths = [...hidden, numClasses];
  const bad = widths.find((w) => !Number.isInteger(w) || w < 1);
  if (bad !== undefined) {
    throw new UserError(`Every layer of an MLP needs at least one unit, but got ${bad}.`);
  }
  const layers = widths.flatMap((units, i): Layer[] => {
    const dense: Layer = { kind: 'dense', name: `fc${i + 1}`, units, ...(bias ? {} : { bias }) };
    return i < hidden.length ? [dense, { kind: 'relu' }] : [dense];
  });
  const suffix = bias ? '' : '-nobias';
  return { name: name ?? `mlp-${hidden.join('-')}${suffix}`, inputShape, numClasses, layers };
}

/** LeNet-300-100 (LeCun et al. 1998): the two-hidden-layer MLP of the pruning literature. */
export function lenet300100(
  inputShape: Shape = [1, 28, 28],
  numClasses = 10,
  { width }: Pick<ArchitectureOptions, 'width'> = {},
): Model {
  const { name, scaled } = variant('lenet-300-100', 300, width);
  return mlp({ name, inputShape, hidden: [scaled(300), scaled(100)], numClasses });
}
