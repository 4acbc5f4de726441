import { UserError } from '../errors.js';

/** One layer of a network, as data. */
export type Layer =
  /** y = W x + b, with W of shape [units, inputs] (PyTorch's layout). */
  | { readonly kind: 'dense'; readonly name: string; readonly units: number }
  /** y = max(0, x); its gradient at 0 is 0. */
  | { readonly kind: 'relu' };

/** A network architecture as data: nothing in it runs, so it can be hashed, counted and shared. */
export interface Model {
  readonly name: string;
  /** [channels, height, width]. */
  readonly inputShape: readonly [number, number, number];
  readonly numClasses: number;
  readonly layers: readonly Layer[];
}

export type ParameterRole = 'weight' | 'bias' | 'scale' | 'shift';

/** What a model says about one of its parameters. */
export interface ParameterSpec {
  /** `<layer>.<role>`, for example `fc1.weight`. */
  readonly name: string;
  readonly layer: string;
  readonly role: ParameterRole;
  /** [units, inputs] for a dense weight, [units] for a bias. */
  readonly shape: readonly number[];
  readonly size: number;
  /** Only weights are ever pruned; biases never. */
  readonly prunable: boolean;
}

/** The values of a model's parameters by name, each row-major in the shape of its spec. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** Pixels (or features) of one input. */
export function inputSize(model: Model): number {
  return model.inputShape.reduce((a, b) => a * b, 1);
}

/** The parameters of a model, in the order of its layers. */
export function parameterSpecs(model: Model): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  let features = inputSize(model);
  for (const layer of model.layers) {
    if (layer.kind !== 'dense') continue;
    const shape = [layer.units, features];
    specs.push(
      spec(layer.name, 'weight', shape, true),
      spec(layer.name, 'bias', [layer.units], false),
    );
    features = layer.units;
  }
  return specs;
}

/** The parameters that can be pruned, in the order of the layers. */
export function prunableSpecs(model: Model): ParameterSpec[] {
  return parameterSpecs(model).filter((p) => p.prunable);
}

/** Weights that can be pruned, in all. */
export function prunableSize(model: Model): number {
  return prunableSpecs(model).reduce((sum, { size }) => sum + size, 0);
}

function spec(
  layer: string,
  role: ParameterRole,
  shape: readonly number[],
  prunable: boolean,
): ParameterSpec {
  const size = shape.reduce((a, b) => a * b, 1);
  return { name: `${layer}.${role}`, layer, role, shape, size, prunable };
}

/** Throws unless `parameters` holds exactly the model's parameters, each of the right size. */
export function checkParameters(model: Model, parameters: Parameters): void {
  for (const { name, size } of parameterSpecs(model)) {
    const values = parameters[name];
    if (values === undefined) {
      throw new UserError(`The parameters of ${model.name} lack '${name}'.`);
    }
    if (values.length !== size) {
      throw new UserError(
        `Parameter '${name}' of ${model.name} has ${values.length} values, but ${size} are expected.`,
      );
    }
  }
}

/** A deep copy of parameters. */
export function copyParameters(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, v]) => [name, v.slice()]));
}
