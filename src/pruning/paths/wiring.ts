import { checkUnitwise, type WeightLayout, weightLayout } from '../../models/junctions.js';
import { type GruLayer, type Layer, layerName, type Shape } from '../../models/layer.js';
import type { Model } from '../../models/model.js';
import { outputShape } from '../../models/shapes.js';

/** A weight as paths go through it: in blocks, one from each unit in its group to each output. */
export interface WeightWire extends WeightLayout {
  readonly kind: 'weight';
  /** Channels that come in; each is `inputs / units` inputs of the weight. */
  readonly units: number;
}

/** A GRU: a channel or unit that goes into any of the three rows of a unit goes into the unit. */
export interface GruWire {
  readonly kind: 'gru';
  /** Outputs are the rows of all r, then all z, then all n; so they are of `recurrent`. */
  readonly input: WeightWire;
  readonly recurrent: WeightWire;
  /** Rows of the picture. */
  readonly steps: number;
}

/** What of a layer with weights makes paths. */
export type ParametricWire = WeightWire | GruWire;

/** What of a model makes paths, from the input to the output. */
export type Wire =
  | ParametricWire
  /** Each channel becomes `times` features. */
  | { readonly kind: 'flatten'; readonly times: number }
  | { readonly kind: 'fork'; readonly body: readonly Wire[]; readonly shortcut: readonly Wire[] };

/** The weights of a model, how they follow each other, and where the way forks. */
export function wiring(model: Model): Wire[] {
  return wired(model.layers, '', model.inputShape);
}

function wired(layers: readonly Layer[], prefix: string, input: Shape): Wire[] {
  let shape = input;
  return layers.flatMap((layer, i): Wire[] => {
    const name = prefix + layerName(layer, i);
    const from = shape;
    shape = outputShape(layer, from);
    switch (layer.kind) {
      case 'dense':
      case 'conv2d':
        return [{ kind: 'weight', units: from[0], ...weightLayout(layer, name, from) }];
      case 'gru':
        return [gruWire(layer, name, from)];
      case 'flatten':
        return [{ kind: 'flatten', times: from[1] * from[2] }];
      case 'residual':
        return [
          {
            kind: 'fork',
            body: wired(layer.body, `${name}.body.`, from),
            shortcut: wired(layer.shortcut, `${name}.shortcut.`, from),
          },
        ];
      default:
        checkUnitwise(layer, name);
        return [];
    }
  });
}

function gruWire({ units }: GruLayer, name: string, [channels, steps, width]: Shape): GruWire {
  const weight = (part: string, from: number, inputs: number): WeightWire => ({
    kind: 'weight',
    parameter: `${name}.${part}.weight`,
    units: from,
    inputs,
    outputs: 3 * units,
    kernelArea: 1,
    groups: 1,
  });
  const input = weight('input', channels, channels * width);
  return { kind: 'gru', input, recurrent: weight('recurrent', units, units), steps };
}

/** What of a wiring has weights, in the order of the layers. */
export function parametricWires(wires: readonly Wire[]): ParametricWire[] {
  return wires.flatMap((wire) => {
    switch (wire.kind) {
      case 'weight':
      case 'gru':
        return [wire];
      case 'flatten':
        return [];
      case 'fork':
        return [...parametricWires(wire.body), ...parametricWires(wire.shortcut)];
    }
  });
}

/** The blocks of a weight: how long they are, how many an output has, and the unit of its first. */
export interface Blocks {
  readonly length: number;
  readonly perOutput: number;
  readonly firstUnit: (output: number) => number;
}

/** How the entries of a weight fall into blocks, which lie one after the other. */
export function blocksOf({ units, inputs, outputs, kernelArea, groups }: WeightWire): Blocks {
  const perOutput = units / groups;
  return {
    length: (inputs / units) * kernelArea,
    perOutput,
    firstUnit: (output) => Math.floor((output * groups) / outputs) * perOutput,
  };
}
