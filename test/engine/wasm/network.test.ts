import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Gates } from '../../../src/engine/engine.js';
import { hessianVectorProduct } from '../../../src/engine/evidence/hessian.js';
import type { Optimizer } from '../../../src/engine/optimizer.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { idleBytes } from '../../../src/engine/wasm/memory/memory-pool.js';
import { stream } from '../../../src/math/rng.js';
import type { Model, Parameters } from '../../../src/models/model.js';
import { applyMask, denseMask, type Mask } from '../../../src/models/mask.js';
import {
  adam,
  allDense,
  allSparse,
  assertParametersClose,
  randomBytes,
  randomFloats,
  randomMask,
  randomParameters,
  sgd,
  smallMlp,
  upTo,
} from './examples.js';
import { trainSmall } from './train-small.js';

const engine = wasmEngine({ guards: true });
const dense = wasmEngine({ guards: true, paths: allDense });
const sparse = wasmEngine({ guards: true, paths: allSparse });

interface Training {
  readonly model: Model;
  readonly mask: Mask;
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  readonly steps: number;
}

function train(
  using: ReturnType<typeof wasmEngine>,
  { model, mask, optimizer, batchSize, steps }: Training,
): Parameters {
  const rng = stream(4, 'train');
  const data = randomBytes(model, 2 * batchSize, rng);
  const network = using.compile(model, { batchSize, mask, optimizer });
  network.load(randomParameters(model, rng));
  const order = upTo(data.size);
  for (let step = 0; step < steps; step++) {
    network.trainStep(data, order, (step % 2) * batchSize, batchSize, 0.003);
  }
  const parameters = network.parameters();
  network.dispose();
  return parameters;
}

/** Only the first row and the first column survive, in every layer. */
function crossMask(model: Model): Mask {
  const inputs = model.inputShape.reduce((a, b) => a * b, 1);
  return Object.fromEntries(
    Object.entries(denseMask(model)).map(([name, bits]) => {
      const columns = name === 'fc1.weight' ? inputs : 17;
      return [name, bits.map((_, i) => (i < columns || i % columns === 0 ? 1 : 0))];
    }),
  );
}

describe('network of the wasm engine', () => {
  it('trains the same sparsely as densely', () => {
    const rng = stream(2, 'masks');
    for (const optimizer of [sgd, adam]) {
      for (const batchSize of [1, 7, 60]) {
        for (const units of [1, 3, 17]) {
          const model = smallMlp([1, 5, 7], [units], 4);
          for (const density of [0.02, 0.3, 1]) {
            const mask = randomMask(model, density, rng);
            const training = { model, mask, optimizer, batchSize, steps: 5 };
            assertParametersClose(train(sparse, training), train(dense, training), 2e-5);
          }
        }
      }
    }
  });

  it('cuts a sparse layer of many inputs into strips, which changes nothing', () => {
    const model = smallMlp([1, 40, 60], [20], 5); // 2,400 inputs: three strips
    const rng = stream(6, 'strips');
    const training = { model, mask: randomMask(model, 0.1, rng), batchSize: 9, steps: 4 };
    for (const optimizer of [sgd, adam]) {
      const whole = train(dense, { ...training, optimizer });
      assertParametersClose(train(sparse, { ...training, optimizer }), whole, 1e-4);
    }
  });

  it('takes units without inputs, inputs without units, and layers with hardly a weight', () => {
    const model = smallMlp([1, 5, 7], [17, 17], 4);
    const lonely = Object.fromEntries(
      Object.entries(denseMask(model)).map(([name, bits]) => [
        name,
        bits.map((_, i) => (i === 3 ? 1 : 0)),
      ]),
    );
    const nothing = Object.fromEntries(
      Object.entries(denseMask(model)).map(([name, bits]) => [name, bits.map(() => 0)]),
    );
    for (const mask of [crossMask(model), lonely, nothing]) {
      const training = { model, mask, optimizer: adam, batchSize: 7, steps: 5 };
      assertParametersClose(train(sparse, training), train(dense, training), 2e-5);
    }
  });

  it('keeps pruned weights at exactly zero', () => {
    const model = smallMlp([1, 4, 4], [9], 3);
    const mask = randomMask(model, 0.5, stream(1, 'zero'));
    for (const using of [dense, sparse]) {
      for (const optimizer of [sgd, adam]) {
        const parameters = train(using, { model, mask, optimizer, batchSize: 6, steps: 20 });
        for (const [name, bits] of Object.entries(mask)) {
          bits.forEach((bit, i) => {
            if (bit === 0) assert.ok(Object.is(parameters[name][i], 0), `${name}[${i}]`);
            else assert.notEqual(parameters[name][i], 0);
          });
        }
      }
    }
  });

  it('gives zero gradients at pruned weights', () => {
    const model = smallMlp([1, 4, 4], [9], 3);
    const mask = randomMask(model, 0.5, stream(2, 'zero'));
    const data = randomFloats(model, 8, stream(2, 'data'));
    for (const using of [dense, sparse]) {
      const network = using.compile(model, { batchSize: 8, mask });
      network.load(randomParameters(model, stream(2, 'init')));
      const gradients = network.gradients(data, upTo(8), 0, 8);
      for (const [name, bits] of Object.entries(mask)) {
        bits.forEach((bit, i) => assert.ok(bit === 1 || Object.is(gradients[name][i], 0)));
        assert.ok(gradients[name].some((g) => g !== 0));
      }
      network.dispose();
    }
  });

  it('gives back the parameters that were loaded, bit by bit', () => {
    const model = smallMlp([1, 4, 5], [11], 3);
    const parameters = randomParameters(model, stream(3, 'init'));
    const mask = randomMask(model, 0.5, stream(3, 'mask'));
    for (const using of [dense, sparse]) {
      const network = using.compile(model, { batchSize: 2, mask });
      network.load(parameters);
      assert.deepEqual(network.parameters(), applyMask(parameters, mask));
      network.dispose();
      const whole = using.compile(model, { batchSize: 2 });
      whole.load(parameters);
      assert.deepEqual(whole.parameters(), { ...parameters });
      whole.dispose();
    }
  });

  it('starts afresh when parameters are loaded', () => {
    const model = smallMlp([1, 4, 5], [11], 3);
    const parameters = randomParameters(model, stream(3, 'init'));
    const data = randomBytes(model, 5, stream(3, 'data'));
    for (const optimizer of [sgd, adam]) {
      const network = engine.compile(model, { batchSize: 5, optimizer });
      const results = [0, 1].map(() => {
        network.load(parameters);
        for (let step = 0; step < 4; step++) network.trainStep(data, upTo(5), 0, 5, 0.01);
        return network.parameters();
      });
      assert.deepEqual(results[1], results[0]);
      network.dispose();
    }
  });

  it('evaluates in batches of which the last is smaller', () => {
    const model = smallMlp([1, 4, 5], [11], 3);
    const data = randomBytes(model, 50, stream(5, 'data'));
    const evaluations = [50, 7, 1].map((batchSize) => {
      const network = engine.compile(model, { batchSize });
      network.load(randomParameters(model, stream(5, 'init')));
      const evaluation = network.evaluate(data);
      network.dispose();
      return evaluation;
    });
    for (const { loss, accuracy } of evaluations) {
      assert.equal(accuracy, evaluations[0].accuracy);
      assert.ok(Math.abs(loss - evaluations[0].loss) < 1e-12);
    }
  });

  it('runs a model that starts with a ReLU or has two in a row', () => {
    const plain = smallMlp([1, 2, 3], [4], 3);
    const relu = { kind: 'relu' } as const;
    const model = { ...plain, layers: [relu, plain.layers[0], relu, ...plain.layers.slice(1)] };
    const parameters = randomParameters(plain, stream(6, 'init'));
    const data = randomFloats(plain, 6, stream(6, 'data'));
    const positive = { ...data, images: data.images.map((x) => Math.max(0, x)) as Float32Array };
    const twice = engine.compile(model, { batchSize: 6 });
    const once = engine.compile(plain, { batchSize: 6 });
    twice.load(parameters);
    once.load(parameters);
    assert.deepEqual(twice.gradients(data, upTo(6), 0, 6), once.gradients(positive, upTo(6), 0, 6));
    assert.notDeepEqual(twice.evaluate(data), once.evaluate(data));
    twice.dispose();
    once.dispose();
  });

  it('gives the same bits every time, in used memory and in any thread', async () => {
    const expected = trainSmall(1);
    assert.notDeepEqual(trainSmall(2), expected);
    assert.deepEqual(trainSmall(1), expected);
    // On Node 20 a worker does not get the loader for TypeScript from --import, so it registers it.
    const file = JSON.stringify(new URL('./training-worker.ts', import.meta.url));
    const code = `import('tsx/esm/api').then(({ register }) => (register(), import(${file})))`;
    const worker = (): Worker => new Worker(code, { eval: true, workerData: 1 });
    const messages = await Promise.all(
      [worker(), worker()].map((thread) => once(thread, 'message')),
    );
    for (const [parameters] of messages) assert.deepEqual(parameters, expected);
  });

  it('does not need more memory for thousands of networks and steps', () => {
    const model = smallMlp([1, 10, 10], [50], 10);
    const data = randomBytes(model, 60, stream(7, 'data'));
    const parameters = randomParameters(model, stream(7, 'init'));
    const order = upTo(60);
    const cycle = (times: number): void => {
      for (let i = 0; i < times; i++) {
        const network = wasmEngine().compile(model, { batchSize: 60, optimizer: adam });
        network.load(parameters);
        network.trainStep(data, order, 0, 60, 0.01);
        network.dispose();
      }
    };
    cycle(10);
    const pooled = idleBytes();
    const resident = process.memoryUsage().rss;
    cycle(3000);
    assert.equal(idleBytes(), pooled);
    assert.ok(process.memoryUsage().rss - resident < 100e6, 'resident memory stays flat');
  });

  it('makes hardly any garbage as it trains', () => {
    const model = smallMlp([1, 28, 28], [20], 10);
    const data = randomBytes(model, 60, stream(9, 'data'));
    const network = wasmEngine().compile(model, { batchSize: 60, optimizer: adam });
    network.load(randomParameters(model, stream(9, 'init')));
    const order = upTo(60);
    const train = (steps: number): void => {
      for (let i = 0; i < steps; i++) network.trainStep(data, order, 0, 60, 0.001);
    };
    train(1000);
    const before = process.memoryUsage().heapUsed;
    train(1000);
    // Numbers that V8 boxes take about 300 bytes a step; a view per example would take 6000.
    assert.ok(process.memoryUsage().heapUsed - before < 2e6);
    network.dispose();
  });

  describe('holding gates', () => {
    const model: Model = {
      name: 'all that is held',
      inputShape: [2, 9, 9],
      numClasses: 3,
      layers: [
        { kind: 'conv2d', name: 'conv', channels: 5, kernel: 3 },
        { kind: 'leakyRelu', slope: 0.2 },
        { kind: 'maxPool', size: 3, stride: 2, padding: 1 },
        {
          kind: 'residual',
          name: 'block',
          body: [
            { kind: 'batchNorm', name: 'bn1' },
            { kind: 'relu' },
            { kind: 'conv2d', name: 'conv', channels: 5, kernel: 3 },
            { kind: 'batchNorm', name: 'bn2' },
          ],
          shortcut: [],
        },
        { kind: 'relu' },
        { kind: 'maxPool', size: 2 },
        { kind: 'dense', name: 'fc', units: 6 },
        { kind: 'relu' },
        { kind: 'dense', name: 'out', units: 3 },
      ],
    };
    const rng = stream(9, 'gates');
    const count = 19; // two blocks, the second not full
    const data = randomFloats(model, count, rng);
    const parameters = Object.fromEntries(
      Object.entries(randomParameters(model, rng)).map(([name, values]) => [
        name,
        name.endsWith('.variance') ? values.map((v) => 0.5 + Math.abs(v)) : values,
      ]),
    );
    const compiled = () => {
      const network = engine.compile(model, { batchSize: count, holdGates: true });
      network.load(parameters);
      return network;
    };

    it('changes nothing at the point where they were recorded', () => {
      const network = compiled();
      for (const mode of ['eval', 'train'] as const) {
        const of = (gates: Gates) => network.gradients(data, upTo(count), 0, count, mode, gates);
        const free = of('free');
        assert.deepEqual(of('record'), free);
        assert.deepEqual(of('held'), free);
      }
      network.dispose();
    });

    it('makes the Hessian of a net with kinks symmetric: u . Hv = v . Hu', () => {
      const network = compiled();
      const examples = upTo(count);
      const dot = (a: Parameters, b: Parameters) =>
        Object.entries(a).reduce((sum, [k, v]) => v.reduce((s, x, i) => s + x * b[k][i], sum), 0);
      for (const mode of ['eval', 'train'] as const) {
        const gradients = network.gradients(data, examples, 0, count, mode);
        const draw = (): Parameters =>
          Object.fromEntries(
            Object.entries(gradients).map(([k, v]) => [k, v.map(() => rng.normal())]),
          );
        const [u, v] = [draw(), draw()];
        const product = (direction: Parameters) =>
          hessianVectorProduct(network, data, examples, direction, { mode, step: 1e-3 });
        const [uHv, vHu] = [dot(u, product(v)), dot(v, product(u))];
        assert.ok(Math.abs(uHv - vHu) < 0.003 * Math.abs(uHv), `${uHv} and ${vHu}`);
      }
      network.dispose();
    });
  });
});
