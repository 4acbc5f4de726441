import { UserError } from '../errors.js';
import { type ActivationLayer, isActivation, type Layer, layerName, type Shape } from './layer.js';
import type { Model, ParameterRole } from './model.js';
import { outputShape } from './shapes.js';

/** How a prunable weight is laid out: [outputs, inputs / groups, kernelArea], row-major. */
export interface WeightLayout {
  readonly parameter: string;
  readonly outputs: number;
  /** Input features of a dense layer, or input channels of a convolution, all groups together. */
  readonly inputs: number;
  /** kernel * kernel of a convolution, 1 of a dense layer. */
  readonly kernelArea: number;
  readonly groups: number;
}

/** A parameter that feeds units: the size / units values from u * size / units on belong to unit u. */
export interface Producer {
  readonly parameter: string;
  readonly role: Exclude<ParameterRole, 'variance'>;
}

/**
 * A set of units (channels of an image, features of a dense layer) and the weights that meet in them.
 *
 * What lies between a producer and a consumer changes each unit by itself: normalisations,
 * activations, pools, dropout, flattening. Signals that a residual layer adds are one junction: an
 * identity shortcut has no weights, so that the flow through it is not seen in weights, but the
 * flow into all of the trunk equals the flow out of it.
 */
export interface Junction {
  /** That of the first layer that feeds it; `input` and `output` are called so. */
  readonly name: string;
  readonly kind: 'input' | 'hidden' | 'output';
  readonly units: number;
  /** Weights, biases, and the scales, shifts and running means of normalisations, by their outputs. */
  readonly producers: readonly Producer[];
  /**
   * Weights that read the units. Unit u is the inputs / units consecutive inputs from
   * u * inputs / units on: a channel that was flattened is the features of all its pixels.
   */
  readonly consumers: readonly WeightLayout[];
  /**
   * Layers inside that are not positively homogeneous, f(c z) = c f(z) for c > 0, such as tanh, or
   * that mix the units (`layerNorm`). The flow is conserved if there are none.
   */
  readonly inhomogeneous: readonly string[];
}

export interface JunctionOptions {
  /**
   * `eval`: a batch normalisation is a fixed scale and shift, and lies inside a junction. `train`: what
   * it divides by grows with what comes in, so that one junction ends before it, with no flow, and
   * its scale and shift feed another one. `eval` when left out.
   */
  readonly mode?: 'eval' | 'train';
}

/**
 * Which weights meet in which units, from the input to the output of a model.
 *
 * Within a residual trunk order matters (a block does not read what later blocks add), so junctions
 * say which flows balance, but not which paths exist; see `effectiveMask` for those. Throws a
 * `UserError` for a GRU, in which no flow is conserved, and for any other layer whose inputs and
 * outputs are not those of a dense layer or a convolution.
 */
export function junctions(model: Model, { mode = 'eval' }: JunctionOptions = {}): Junction[] {
  const drafts: Draft[] = [];
  const start = (name: string, units: number, producers: readonly Producer[]): Draft => {
    const draft = { name, units, producers: [...producers], consumers: [], inhomogeneous: [] };
    drafts.push(draft);
    return draft;
  };

  const through = (layers: readonly Layer[], prefix: string, from: Draft, input: Shape): Draft => {
    let shape = input;
    return layers.reduce((signal, layer, i) => {
      const next = after(layer, prefix + layerName(layer, i), signal, shape);
      shape = outputShape(layer, shape);
      return next;
    }, from);
  };

  const after = (layer: Layer, name: string, from: Draft, input: Shape): Draft => {
    const signal = latest(from);
    switch (layer.kind) {
      case 'dense':
      case 'conv2d': {
        const weight = weightLayout(layer, name, input);
        signal.consumers.push(weight);
        return start(name, weight.outputs, producersOf(name, layer.bias ?? true));
      }
      case 'batchNorm': {
        const roles = (['scale', 'shift', 'mean'] as const).filter(
          (role) => mode === 'eval' || role !== 'mean',
        );
        const producers = roles.map((role) => ({ parameter: `${name}.${role}`, role }));
        if (mode === 'train') return start(name, input[0], producers);
        signal.producers.push(...producers);
        return signal;
      }
      case 'layerNorm':
        signal.producers.push(
          { parameter: `${name}.scale`, role: 'scale' },
          { parameter: `${name}.shift`, role: 'shift' },
        );
        signal.inhomogeneous.push(name);
        return signal;
      case 'residual': {
        const body = through(layer.body, `${name}.body.`, signal, input);
        return joined(body, through(layer.shortcut, `${name}.shortcut.`, signal, input));
      }
      case 'gru':
        throw new UserError(
          `Flow is not conserved in '${name}', a GRU: its gates bend and multiply signals, and its ` +
            'weights act once for every row of the picture, so that what flows into a unit is not ' +
            'what flows out. Ask for its paths (effectiveMask) or densities instead, or take a ' +
            'model without a GRU.',
        );
      default:
        checkUnitwise(layer, name);
        if (isActivation(layer) && !isHomogeneous(layer)) signal.inhomogeneous.push(name);
        return signal;
    }
  };

  const input = start('input', model.inputShape[0], []);
  const output = latest(through(model.layers, '', input, model.inputShape));
  return inOrder(drafts, latest(input), output);
}

/** The layout of a weight whose layer, of full name `name`, has inputs of a given shape. */
export function weightLayout(
  layer: Extract<Layer, { kind: 'dense' | 'conv2d' }>,
  name: string,
  [channels, height, width]: Shape,
): WeightLayout {
  const parameter = `${name}.weight`;
  return layer.kind === 'dense'
    ? {
        parameter,
        outputs: layer.units,
        inputs: channels * height * width,
        kernelArea: 1,
        groups: 1,
      }
    : {
        parameter,
        outputs: layer.channels,
        inputs: channels,
        kernelArea: layer.kernel * layer.kernel,
        groups: layer.groups ?? 1,
      };
}

/** Throws unless a layer without weights leaves every unit by itself. */
export function checkUnitwise(layer: Layer, name: string): void {
  const unitwise: readonly string[] = [
    'batchNorm',
    'layerNorm',
    'maxPool',
    'averagePool',
    'globalAveragePool',
    'adaptiveAveragePool',
    'flatten',
    'dropout',
  ];
  if (isActivation(layer) || unitwise.includes(layer.kind)) return;
  throw new UserError(
    `Paths and flows through '${name}', a layer of kind '${layer.kind}', are not defined: ` +
      'its weights do not lead from each input to each output once. ' +
      'Ask for densities and collapsed layers instead, which need no paths.',
  );
}

/** Whether f(c z) = c f(z) for every c > 0, so that phi(z) = phi'(z) z. */
function isHomogeneous(layer: ActivationLayer): boolean {
  return layer.kind === 'relu' || layer.kind === 'leakyRelu';
}

/** A junction in the making; `into` is the one that it has become part of. */
interface Draft {
  readonly name: string;
  units: number;
  readonly producers: Producer[];
  readonly consumers: WeightLayout[];
  readonly inhomogeneous: string[];
  into?: Draft;
}

function producersOf(layer: string, bias: boolean): Producer[] {
  const weight: Producer = { parameter: `${layer}.weight`, role: 'weight' };
  return bias ? [weight, { parameter: `${layer}.bias`, role: 'bias' }] : [weight];
}

function latest(draft: Draft): Draft {
  return draft.into === undefined ? draft : latest(draft.into);
}

/** Makes one junction of two signals that are added, under the name of the shortcut's. */
function joined(body: Draft, shortcut: Draft): Draft {
  const [from, to] = [latest(body), latest(shortcut)];
  if (from === to) return to;
  to.units = greatestCommonDivisor(from.units, to.units); // channels may meet flattened channels
  to.producers.push(...from.producers);
  to.consumers.push(...from.consumers);
  to.inhomogeneous.push(...from.inhomogeneous);
  from.into = to;
  return to;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function inOrder(drafts: readonly Draft[], input: Draft, output: Draft): Junction[] {
  const between = drafts.filter((d) => d.into === undefined && d !== input && d !== output);
  return [input, ...between, ...(output === input ? [] : [output])].map((draft) => {
    const { units, producers, consumers, inhomogeneous } = draft;
    const kind = draft === input ? 'input' : draft === output ? 'output' : 'hidden';
    const name = kind === 'hidden' ? draft.name : kind;
    return { name, kind, units, producers, consumers, inhomogeneous };
  });
}
