import assert from 'node:assert/strict';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CompileOptions, Engine } from '../../../src/engine/engine.js';
import { adam } from '../../../src/engine/optimizer.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { createMachine } from '../../../src/engine/wasm/machine.js';
import { DEFAULT_PATHS } from '../../../src/engine/wasm/paths.js';
import { stream } from '../../../src/math/rng.js';
import { initialise } from '../../../src/models/initialise.js';
import type { Model, Parameters } from '../../../src/models/model.js';
import { buildModel } from '../../../src/models/register.js';
import { createAugmenter } from '../../../src/training/augment.js';
import { allDense, allSparse, assertParametersClose, randomBytes, randomMask } from './examples.js';

const resnet = buildModel('resnet-8-w4', [3, 8, 8], 5);
const withDropout: Model = {
  ...resnet,
  layers: [...resnet.layers.slice(0, -1), { kind: 'dropout', rate: 0.3 }, resnet.layers.at(-1)!],
};

interface Training extends Partial<CompileOptions> {
  readonly steps?: number;
  /** Examples in each batch; the batch size when left out. */
  readonly count?: number;
  readonly each?: (step: number) => void;
}

/** Trains a network on augmented noise and returns its parameters. */
function train(
  engine: Engine,
  model: Model,
  { steps = 5, count, each, ...options }: Training = {},
): Parameters {
  const all = { batchSize: 20, optimizer: adam(), ...options };
  const size = count ?? all.batchSize;
  const rng = stream(1, 'noise');
  const data = randomBytes(model, 3 * size, rng);
  const order = Int32Array.from({ length: 3 * size }, (_, i) => i);
  const augmenter = createAugmenter(all.batchSize, stream(1, 'moves'), { crop: 2, mirror: true });
  const network = engine.compile(model, all);
  network.load(initialise(model, stream(1, 'init'), { weights: 'kaiming-normal' }));
  for (let step = 0; step < steps; step++) {
    network.trainStep(data, order, (step % 3) * size, size, 1e-3, augmenter.draw(size));
    each?.(step);
  }
  const parameters = network.parameters();
  network.dispose();
  return parameters;
}

describe('the machine', () => {
  const mask = randomMask(resnet, 0.3, stream(2, 'mask'));

  it('runs ResNet-20 at a batch of 128 in less than 400 MB', () => {
    const model = buildModel('resnet-20', [3, 32, 32], 10);
    const paths = DEFAULT_PATHS;
    const options = {
      batchSize: 128,
      optimizer: adam(),
      guards: false,
      build: 'strict',
      paths,
    } as const;
    const machine = createMachine(model, options);
    const bytes = machine.buffer.byteLength;
    machine.release();
    assert.ok(bytes < 400e6, `it takes ${bytes}`);
  });

  it('gives the same bits whether buffers share memory or not', () => {
    for (const paths of [DEFAULT_PATHS, allDense, allSparse]) {
      const apart = train(wasmEngine({ guards: true, paths }), resnet, { mask });
      assert.deepEqual(train(wasmEngine({ paths }), resnet, { mask }), apart);
    }
  });

  it('gives the same bits twice, dropout included, and others from another seed', () => {
    const first = train(wasmEngine(), withDropout, { seed: 1 });
    assert.deepEqual(train(wasmEngine(), withDropout, { seed: 1 }), first);
    assert.notDeepEqual(train(wasmEngine(), withDropout, { seed: 2 }), first);
  });

  it('does not mind how much larger than a batch it could be', () => {
    const engine = wasmEngine({ guards: true });
    for (const count of [1, 7, 16, 17]) {
      const exact = train(engine, resnet, { mask, batchSize: count, count });
      const roomy = train(engine, resnet, { mask, batchSize: 60, count });
      assertParametersClose(roomy, exact, 1e-5);
    }
  });

  it('does the same with and without fused layers', () => {
    const kept = train(wasmEngine({ guards: true }), resnet, { mask, keepActivations: true });
    assertParametersClose(kept, train(wasmEngine(), resnet, { mask }), 1e-4);
  });

  it('keeps its memory flat', () => {
    v8.setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const used: number[] = [];
    const each = (step: number): void => {
      if (step % 400 !== 399) return;
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      used.push(heapUsed + external);
    };
    train(wasmEngine(), resnet, { mask, steps: 2000, each });
    assert.equal(used.length, 5);
    assert.ok(used[4] - used[0] < 400_000, `bytes: ${used.join(', ')}`); // 250 a step would show
  });
});
