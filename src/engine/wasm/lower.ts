import { UserError } from '../../errors.js';
import { isActivation, type Layer, layerName, type ResidualLayer } from '../../models/layer.js';
import type { Model } from '../../models/model.js';
import { activationOperator } from './operators/activation.js';
import { addOperator } from './operators/add.js';
import { batchNormOperator } from './operators/batch-norm.js';
import { convolutionOperator } from './operators/convolution/convolution.js';
import { denseOperator } from './operators/dense.js';
import { dropoutOperator } from './operators/dropout.js';
import { flattenOperator } from './operators/flatten.js';
import { gruOperator } from './operators/gru.js';
import { heldMaxPoolOperator } from './operators/held-max-pool.js';
import { heldReluOperator } from './operators/held-relu.js';
import { layerNormOperator } from './operators/layer-norm.js';
import { poolOperator } from './operators/pool.js';
import type { Chain } from './memory/memory-plan.js';
import type { Operator, Workshop } from './operator.js';
import { createTensor, type Tensor, type TensorLayout } from './memory/tensor.js';

export interface LowerOptions {
  /** Run a layer and the ReLU after it, or the end of a residual block, as one operator. */
  readonly fuse: boolean;
  /** Whether the outputs of all layers outlive the pass. */
  readonly keep: boolean;
  /** Of what dropout draws. */
  readonly seed: number;
}

/** A model as operators, with the output of every layer by its full name. */
export interface Lowered extends Chain {
  /** Where layers are fused, the output is that of the last of them. */
  readonly outputs: ReadonlyMap<string, Tensor>;
}

/** Turns the layers of a model into operators. */
export function lower(
  model: Model,
  workshop: Workshop,
  { fuse, keep, seed }: LowerOptions,
): Lowered {
  const operators: Operator[] = [];
  const outputs = new Map<string, Tensor>();
  let dropouts = 0;
  const add = (operator: Operator): Tensor => {
    operators.push(operator);
    return operator.output;
  };
  const rows = (tensor: Tensor): Tensor =>
    tensor.layout === 'rows'
      ? tensor
      : add(flattenOperator(workshop, `${tensor.name} as rows`, tensor));
  const blocks = (tensor: Tensor, layer: Layer): Tensor => {
    if (tensor.layout === 'blocks') return tensor;
    throw new UserError(
      `In ${model.name}, a ${layer.kind} follows a dense layer, a GRU or a flatten.`,
    );
  };

  const lowerOne = (layer: Layer, name: string, x: Tensor, rectify: boolean): Tensor => {
    switch (layer.kind) {
      case 'dense':
        return add(denseOperator(workshop, layer, name, rows(x), rectify));
      case 'gru':
        return add(gruOperator(workshop, layer, name, rows(x), x.shape));
      case 'conv2d':
        return add(convolutionOperator(workshop, layer, name, blocks(x, layer), rectify));
      case 'maxPool':
        return add(
          workshop.holdGates
            ? heldMaxPoolOperator(workshop, layer, name, blocks(x, layer))
            : poolOperator(workshop, layer, name, blocks(x, layer)),
        );
      case 'averagePool':
      case 'globalAveragePool':
      case 'adaptiveAveragePool':
        return add(poolOperator(workshop, layer, name, blocks(x, layer)));
      case 'batchNorm':
        return add(batchNormOperator(workshop, layer, name, x, { rectify, residual: undefined }));
      case 'layerNorm':
        return add(layerNormOperator(workshop, layer, name, rows(x)));
      case 'dropout':
        return add(dropoutOperator(workshop, layer, name, x, { seed, layer: dropouts++ }));
      case 'flatten':
        return rows(x);
      case 'residual':
        return lowerResidual(layer, name, x, rectify);
      case 'relu':
      case 'leakyRelu':
        return add(
          workshop.holdGates
            ? heldReluOperator(workshop, layer, name, x)
            : activationOperator(workshop, layer, name, x),
        );
      default:
        return add(activationOperator(workshop, layer, name, x));
    }
  };

  /** The sum is fused into the batch norm that ends a body. */
  const lowerResidual = (
    { body, shortcut }: ResidualLayer,
    name: string,
    x: Tensor,
    rectify: boolean,
  ): Tensor => {
    const residual = lowerAll(shortcut, `${name}.shortcut.`, x);
    const inside = `${name}.body.`;
    const last = body.at(-1);
    if (!fuse || last?.kind !== 'batchNorm') {
      return add(addOperator(workshop, name, [lowerAll(body, inside, x), residual], rectify));
    }
    const before = lowerAll(body.slice(0, -1), inside, x);
    const full = inside + last.name;
    if (before !== residual) {
      return add(batchNormOperator(workshop, last, full, before, { rectify, residual }));
    }
    const plain = { rectify: false, residual: undefined };
    const sum = add(batchNormOperator(workshop, last, full, before, plain));
    return add(addOperator(workshop, name, [sum, residual], rectify));
  };

  const lowerAll = (layers: readonly Layer[], prefix: string, start: Tensor): Tensor => {
    let x = start;
    for (let i = 0; i < layers.length; i++) {
      const layer = layers[i];
      const rectify = fuse && takesRelu(layer) && layers[i + 1]?.kind === 'relu';
      const name = prefix + layerName(layer, i);
      x = lowerOne(layer, name, x, rectify);
      outputs.set(name, x);
      if (rectify) i++;
    }
    return x;
  };

  const input = createTensor('input', model.inputShape, inputLayout(model.layers));
  const output = rows(lowerAll(model.layers, '', input));
  return { input, operators, output, outputs, kept: new Set(keep ? outputs.values() : []) };
}

/** Whether an operator of this layer can end with a ReLU. */
function takesRelu({ kind }: Layer): boolean {
  return kind === 'dense' || kind === 'conv2d' || kind === 'batchNorm' || kind === 'residual';
}

function readsRows({ kind }: Layer): boolean {
  return kind === 'dense' || kind === 'flatten' || kind === 'layerNorm' || kind === 'gru';
}

/** Pictures that are convolved or pooled come in blocks, all else in rows. */
function inputLayout(layers: readonly Layer[]): TensorLayout {
  for (const layer of layers) {
    if (readsRows(layer)) break;
    if (layer.kind === 'residual') {
      if (inputLayout([...layer.body, ...layer.shortcut]) === 'blocks') return 'blocks';
    } else if (layer.kind !== 'dropout' && !isActivation(layer)) {
      return 'blocks'; // a convolution, a pool, or a batch norm per channel
    }
  }
  return 'rows';
}
