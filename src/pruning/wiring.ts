import { checkUnitwise, type WeightLayout, weightLayout } from '../models/junctions.js';
import { type Layer, layerName, type Shape } from '../models/layer.js';
import type { Model } from '../models/model.js';
import { outputShape } from '../models/shapes.js';

/** A weight as paths go through it: in blocks, one from each unit in its group to each output. */
export interface WeightWire extends WeightLayout {
  readonly kind: 'weight';
  /** Channels that come in; each is `inputs / units` inputs of the weight. */
  readonly units: number;
}

/** What of a model makes paths, from the input to the output. */
export type Wire =
  | WeightWire
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

/** All weights of a wiring, in the order of the layers. */
export function weightWires(wires: readonly Wire[]): WeightWire[] {
  return wires.flatMap((wire) => {
    if (wire.kind === 'weight') return [wire];
    return wire.kind === 'fork' ? [...weightWires(wire.body), ...weightWires(wire.shortcut)] : [];
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
