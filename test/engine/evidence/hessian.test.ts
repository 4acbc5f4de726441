import assert from 'node:assert/strict';
import { makeDataset } from '../../../src/data/dataset.js';
import type { Mode } from '../../../src/engine/engine.js';
import { meanGradients } from '../../../src/engine/evidence/gradients.js';
import { heated } from '../../../src/engine/evidence/heated.js';
import { hessianVectorProduct } from '../../../src/engine/evidence/hessian.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import { mlp } from '../../../src/models/mlp.js';
import type { Parameters } from '../../../src/models/model.js';
import { assertNumbersClose } from '../../support/close.js';
import { goldenConv, goldenMlp, type GoldenNet } from '../../support/synflow-nets.js';
import { referenceNetwork } from './reference-network.js';

/** The reference network cannot hold its ReLUs; where there are none, or none switches, it need not. */
const free = { gates: 'free', step: 1e-3 } as const;
const rng = stream(1, 'hessian');
const normals = (length: number) => Float32Array.from({ length }, () => rng.normal());

/** Softmax regression, whose Hessian is known: E[(diag(p) - p p^T) (x) (x, 1)(x, 1)^T]. */
function softmaxRegression() {
  const [inputs, classes, size] = [4, 3, 10];
  const model = mlp({ inputShape: [1, 1, inputs], hidden: [], numClasses: classes });
  const parameters = { 'fc1.weight': normals(classes * inputs), 'fc1.bias': normals(classes) };
  const images = normals(size * inputs);
  const data = makeDataset({
    name: 'noise',
    split: 'train',
    images,
    labels: Uint8Array.from({ length: size }, () => rng.below(classes)),
    shape: [1, 1, inputs],
    numClasses: classes,
    mean: [0],
    deviation: [1],
  });
  const product = (direction: Parameters) => {
    const weight = new Float64Array(classes * inputs);
    const bias = new Float64Array(classes);
    for (let example = 0; example < size; example++) {
      const x = images.subarray(example * inputs, (example + 1) * inputs);
      const dot = (w: Float32Array, b: Float32Array, j: number): number =>
        x.reduce((sum, value, i) => sum + w[j * inputs + i] * value, b[j]);
      const all = Array.from({ length: classes }, (_, j) => j);
      const e = all.map((j) => Math.exp(dot(parameters['fc1.weight'], parameters['fc1.bias'], j)));
      const p = e.map((value) => value / e.reduce((a, b) => a + b));
      const dz = all.map((j) => dot(direction['fc1.weight'], direction['fc1.bias'], j));
      const mean = dz.reduce((sum, value, j) => sum + p[j] * value, 0);
      all.forEach((j) => {
        const change = (p[j] * (dz[j] - mean)) / size;
        bias[j] += change;
        x.forEach((value, i) => (weight[j * inputs + i] += change * value));
      });
    }
    return { 'fc1.weight': weight, 'fc1.bias': bias };
  };
  const network = referenceNetwork(model, size, parameters);
  return { network, data, product, examples: Int32Array.from({ length: size }, (_, i) => i) };
}

describe('Hessian-vector product', () => {
  it('is that of the closed form, whatever the length of the direction', () => {
    const { network, data, product, examples } = softmaxRegression();
    for (const scale of [1, 1e-6, 1e6]) {
      const direction = {
        'fc1.weight': normals(12).map((v) => scale * v),
        'fc1.bias': normals(3).map((v) => scale * v),
      };
      const found = hessianVectorProduct(network, data, examples, direction, free);
      assertNumbersClose(found, product(direction), 1e-4, 1e-4);
    }
  });

  it('takes parameters that the direction does not name to stand still', () => {
    const { network, data, product, examples } = softmaxRegression();
    const direction = { 'fc1.bias': normals(3) };
    const found = hessianVectorProduct(network, data, examples, direction, free);
    const expected = product({ 'fc1.weight': new Float32Array(12), ...direction });
    assertNumbersClose(found, expected, 1e-4, 1e-4);
    const still = hessianVectorProduct(network, data, examples, {}, free);
    assert.ok(Object.values(still).every((values) => values.every((value) => value === 0)));
  });

  it('agrees for half and twice the step, where the loss is smooth', () => {
    const { network, data, examples } = softmaxRegression();
    const direction = meanGradients(network, data, examples);
    const of = (step: number) =>
      hessianVectorProduct(network, data, examples, direction, { ...free, step });
    const middle = of(1e-3);
    for (const step of [5e-4, 2e-3]) assertNumbersClose(of(step), middle, 0.001, 1e-4);
  });

  it("is GraSP's H g at a temperature of 200, as long as no ReLU switches", () => {
    const network = referenceNetwork(goldenMlp.model, 32, goldenMlp.parameters);
    const hot = heated(network, 200);
    const gradients = meanGradients(hot, goldenMlp.data, goldenMlp.examples);
    const weights = Object.keys(goldenMlp.theirs.hessianGradient);
    const direction = Object.fromEntries(weights.map((name) => [name, gradients[name]]));
    const errors = (step: number): void => {
      const options = { ...free, step };
      const found = hessianVectorProduct(
        hot,
        goldenMlp.data,
        goldenMlp.examples,
        direction,
        options,
      );
      assertNumbersClose(found, goldenMlp.theirs.hessianGradient, 1e-3, 2e-4);
    };
    errors(3e-4);
    errors(1.5e-4);
    assert.throws(
      () => errors(1e-3),
      /fc1\.weight/,
      'one of its 28 ReLUs switches, for an example',
    );
    hot.restore();
    assert.deepEqual(network.parameters(), goldenMlp.parameters);
  });

  it('gives the parameters back, after an error too', () => {
    const network = referenceNetwork(goldenMlp.model, 32, goldenMlp.parameters);
    const direction = { 'fc2.weight': normals(16 * 12) };
    hessianVectorProduct(network, goldenMlp.data, goldenMlp.examples, direction, free);
    assert.deepEqual(network.parameters(), goldenMlp.parameters);
    const broken = {
      ...network,
      gradients: () => {
        throw new Error('broken');
      },
    };
    assert.throws(
      () => hessianVectorProduct(broken, goldenMlp.data, goldenMlp.examples, direction, free),
      /broken/,
    );
    assert.deepEqual(network.parameters(), goldenMlp.parameters);
  });

  it('refuses a direction that does not fit', () => {
    const network = referenceNetwork(goldenMlp.model, 32, goldenMlp.parameters);
    const along = (direction: Parameters) => () =>
      hessianVectorProduct(network, goldenMlp.data, goldenMlp.examples, direction, free);
    assert.throws(along({ 'fc2.weight': normals(3) }), /3 values for 'fc2\.weight', but .* 192/);
    assert.throws(along({ 'fc9.weight': normals(3) }), /'fc9\.weight', but .* has none/);
  });

  it('holds gates unless told otherwise, and says how', () => {
    const network = referenceNetwork(goldenMlp.model, 32, goldenMlp.parameters);
    assert.throws(
      () => hessianVectorProduct(network, goldenMlp.data, goldenMlp.examples, {}),
      /compile mlp-16-12 with holdGates: true/,
    );
  });

  it('records at the point, batch by batch, and holds on both sides', () => {
    const calls: unknown[] = [];
    const holdGates = true;
    const network = referenceNetwork(goldenMlp.model, 20, goldenMlp.parameters, { holdGates });
    let weight = 0;
    const watched = {
      ...network,
      load: (next: Parameters) => {
        weight = next['fc2.bias'][0];
        network.load(next);
      },
      gradients: (...args: globalThis.Parameters<typeof network.gradients>) => {
        const side = Math.sign(weight - goldenMlp.parameters['fc2.bias'][0]);
        calls.push([args[2], args[3], args[5], side]);
        return network.gradients(...args);
      },
    };
    const direction = {
      'fc2.bias': Float32Array.from({ length: 12 }, (_, i) => (i === 0 ? 1 : 0)),
    };
    hessianVectorProduct(watched, goldenMlp.data, goldenMlp.examples, direction);
    assert.deepEqual(calls, [
      [0, 20, 'record', 0],
      [0, 20, 'held', 1],
      [0, 20, 'held', -1],
      [20, 12, 'record', 0],
      [20, 12, 'held', 1],
      [20, 12, 'held', -1],
    ]);
  });

  it('is averaged by examples, or summed over batches', () => {
    const { data, examples, network } = softmaxRegression();
    const direction = { 'fc1.bias': Float32Array.of(1, -1, 2) };
    const batchesOf = (batchSize: number, batches: 'averaged' | 'summed') => {
      const cut = { ...network, batchSize };
      return hessianVectorProduct(cut, data, examples, direction, { ...free, batches });
    };
    const whole = batchesOf(10, 'averaged');
    assertNumbersClose(batchesOf(4, 'averaged'), whole, 1e-3, 1e-4);
    assertNumbersClose(batchesOf(10, 'summed'), whole, 1e-6, 1e-7);
    const doubled = Object.entries(whole).map(([name, v]) => [name, v.map((x) => 2 * x)] as const);
    assertNumbersClose(batchesOf(5, 'summed'), Object.fromEntries(doubled), 1e-3, 1e-4);
  });
});

describe("the official GraSP's Hessian product at temperature 200, with gates held", () => {
  const product = (
    { model, parameters, data, examples }: GoldenNet,
    expected: Readonly<Record<string, ArrayLike<number>>>,
    batchSize: number,
    mode: Mode = 'eval',
  ): void => {
    const engine = wasmEngine({ guards: true });
    const network = engine.compile(model, { batchSize, holdGates: true });
    network.load(parameters);
    const hot = heated(network, 200);
    const options = { mode, batches: 'summed' } as const;
    const gradients = meanGradients(hot, data, examples, options);
    const direction = Object.fromEntries(Object.keys(expected).map((key) => [key, gradients[key]]));
    for (const step of [3e-4, 1e-3]) {
      const found = hessianVectorProduct(hot, data, examples, direction, { ...options, step });
      assertNumbersClose(found, expected, 0.002, 5e-4);
    }
    network.dispose();
  };

  const [ofMlp, ofConv] = [goldenMlp.theirs, goldenConv.theirs];

  it('is that of an MLP', () => {
    product(goldenMlp, ofMlp.hessianGradient, 32);
  });
  it('is that of an MLP for batches of unequal size', () => {
    product(goldenMlp, ofMlp.twoBatches.hessianGradient, ofMlp.twoBatches.sizes[0]);
  });
  it('is that of a convolutional net', () => {
    product(goldenConv, ofConv.hessianGradient, 16);
  });
  it('is that of a convolutional net in train mode', () => {
    product(goldenConv, ofConv.trainMode.hessianGradient, 16, 'train');
  });
  it('is that of a convolutional net for batches of unequal size', () => {
    product(goldenConv, ofConv.twoBatches.hessianGradient, ofConv.twoBatches.sizes[0]);
  });
});
