import type { Layer, Shape } from '../../models/layer.js';
import { countKept } from '../../models/mask.js';
import { type Model, visitLayers } from '../../models/model.js';
import { createMachine, type MachineOptions } from './machine.js';

/** Densities between which either path might be faster. */
const UNDECIDED = { above: 0.05, below: 0.95 };
const ROUNDS = 5;

/** For each layer that is neither dense nor very sparse: whether it runs faster sparsely here. */
export function fasterPaths(
  model: Model,
  options: MachineOptions,
): Readonly<Record<string, 'sparse' | 'dense'>> {
  const chosen: Record<string, 'sparse' | 'dense'> = {};
  visitLayers(model, (layer, name, input) => {
    if (layer.kind !== 'dense' && layer.kind !== 'conv2d') return;
    const bits = options.mask?.[`${name}.weight`];
    const density = bits === undefined ? 1 : countKept(bits) / bits.length;
    if (bits === undefined || density < UNDECIDED.above || density > UNDECIDED.below) return;
    const alone = probe(layer, input);
    const mask = { [`${layer.name}.weight`]: bits };
    const time = (path: 'sparse' | 'dense'): number => {
      const paths = { ...options.paths, layers: { [layer.name]: path } };
      const { batchSize, guards, build } = options;
      return stepTime(alone, { batchSize, guards, build, mask, paths });
    };
    chosen[name] = time('sparse') < time('dense') ? 'sparse' : 'dense';
  });
  return chosen;
}

/** The layer alone; the normalisation before it makes it pass a gradient on. */
function probe(layer: Extract<Layer, { kind: 'dense' | 'conv2d' }>, inputShape: Shape): Model {
  const layers: Layer[] = [{ kind: 'batchNorm', name: 'before' }, layer, { kind: 'flatten' }];
  return { name: `${layer.name} alone`, inputShape, numClasses: 1, layers };
}

/** Milliseconds of a forward and a backward pass; the fastest of a few. */
function stepTime(model: Model, options: MachineOptions): number {
  const machine = createMachine(model, options);
  const { batchSize } = options;
  let fastest = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    machine.forward(batchSize, 'train');
    machine.backward();
    fastest = Math.min(fastest, performance.now() - begin);
  }
  machine.release();
  return fastest;
}
