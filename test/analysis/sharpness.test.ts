import assert from 'node:assert/strict';
import { type Direction, filterDirection, sharpness } from '../../src/analysis/sharpness.js';
import { makeDataset } from '../../src/data/dataset.js';
import { everyExample } from '../../src/engine/examples.js';
import { float64Engine } from '../../src/engine/float64/engine.js';
import { hessianVector64 } from '../../src/engine/float64/hessian.js';
import { meanSquaredError } from '../../src/engine/loss.js';
import { sgd } from '../../src/engine/optimizer.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { UserError } from '../../src/errors.js';
import { type Rng, stream } from '../../src/math/rng.js';
import { mlp } from '../../src/models/mlp.js';
import type { Model, Parameters } from '../../src/models/model.js';
import { assertClose } from '../support/close.js';
import { convolutional, randomParameters } from './networks.js';

const size = 12;
const drawn = stream(1, 'sharpness data');
const images = Float32Array.from({ length: size * 4 }, () => drawn.normal());
const data = makeDataset({
  name: 'noise',
  split: 'train',
  images,
  labels: Uint8Array.from({ length: size }, () => drawn.below(3)),
  shape: [1, 1, 4],
  numClasses: 3,
  mean: [0],
  deviation: [1],
});
const examples = everyExample(data);
const rng = (): Rng => stream(2, 'directions');

const linear = mlp({ inputShape: [1, 1, 4], hidden: [], numClasses: 3 });
const curved: Model = {
  name: 'curved',
  inputShape: [1, 1, 4],
  numClasses: 3,
  layers: [
    { kind: 'dense', name: 'fc1', units: 5 },
    { kind: 'tanh' },
    { kind: 'dense', name: 'fc2', units: 3 },
  ],
};

/** The first `count` directions of the stream. */
function directions(model: Model, parameters: Parameters, count: number): Direction[] {
  const same = rng();
  return Array.from({ length: count }, () => filterDirection(model, parameters, same));
}

const mean = (values: readonly number[]): number =>
  values.reduce((a, b) => a + b, 0) / values.length;

describe('sharpness', () => {
  it('is radius^2 mean (D x)^2 for a linear net with squared error, at any radius', () => {
    const parameters = randomParameters(linear, stream(3, 'linear'));
    const network = wasmEngine().compile(linear, { batchSize: 5, loss: meanSquaredError() });
    network.load(parameters);
    const radii = [0.1, 1, 10];
    const rows = sharpness(network, data, examples, { radii, directions: 4, rng: rng() });
    const curvature = mean(
      directions(linear, parameters, 4).flatMap(({ 'fc1.weight': d }) =>
        Array.from({ length: 3 * size }, (_, i) => {
          const [j, example] = [i % 3, Math.floor(i / 3)];
          const along = [0, 1, 2, 3].map((k) => d[4 * j + k] * images[4 * example + k]);
          return along.reduce((a, b) => a + b) ** 2;
        }),
      ),
    );
    assert.deepEqual(
      rows.map(({ radius }) => radius),
      radii,
    );
    for (const { radius, meanIncrease } of rows) {
      assertClose(meanIncrease, radius * radius * curvature, radius < 1 ? 1e-4 : 1e-5);
    }
    network.dispose();
  });

  it('is radius^2 / 2 d^T H d for small radii, away from a minimum too', () => {
    const parameters = randomParameters(curved, stream(4, 'curved'));
    const network = float64Engine().compile(curved, { batchSize: size });
    network.load(parameters);
    const [far, near] = sharpness(network, data, examples, {
      radii: [0.08, 0.04],
      directions: 3,
      rng: rng(),
    }).map(({ radius, meanIncrease }) => (2 * meanIncrease) / (radius * radius));
    const products = directions(curved, parameters, 3).map((d) => {
      const product = hessianVector64(curved, parameters, { data, examples }, d);
      return Object.entries(d).reduce(
        (sum, [name, along]) => along.reduce((s, v, i) => s + v * product[name][i], sum),
        0,
      );
    });
    const expected = mean(products);
    assertClose(near, expected, 0.05);
    assertClose((4 * near - far) / 3, expected, 5e-3); // without the error that goes as radius^2
  });

  it('leaves the parameters as they were, also when a walk fails', () => {
    const network = wasmEngine().compile(curved, { batchSize: 6, optimizer: sgd() });
    const parameters = randomParameters(curved, stream(5, 'curved'));
    network.load(parameters);
    const options = { radii: [1], directions: 2, rng: rng() };
    const [first] = sharpness(network, data, examples, options);
    assert.deepEqual(network.parameters(), parameters);
    assert.deepEqual(sharpness(network, data, examples, { ...options, rng: rng() }), [first]);

    let calls = 0;
    const failing: typeof network = {
      ...network,
      evaluate: (...given) => {
        if (++calls === 3) throw new Error('out of memory');
        return network.evaluate(...given);
      },
    };
    assert.throws(() => sharpness(failing, data, examples, options), /out of memory/);
    assert.deepEqual(network.parameters(), parameters);
    network.dispose();
  });

  it('wants somewhere to go', () => {
    const network = wasmEngine().compile(linear, { batchSize: 6 });
    network.load(randomParameters(linear, stream(6, 'linear')));
    const walk = (radii: number[], count: number) => () =>
      sharpness(network, data, examples, { radii, directions: count, rng: rng() });
    assert.throws(walk([], 1), UserError);
    assert.throws(walk([0.1, 0], 1), /must be positive numbers, but are \[0.1, 0\]/);
    assert.throws(walk([0.1], 0), /at least one direction, but got 0/);
    network.dispose();
  });
});

describe('direction by filter', () => {
  const norms = (values: ArrayLike<number>, length: number): number[] =>
    Array.from({ length: values.length / length }, (_, filter) =>
      Math.sqrt(
        Array.from({ length }, (_, i) => values[filter * length + i] ** 2).reduce((a, b) => a + b),
      ),
    );

  it('is as long as the weights, filter by filter, and moves nothing else', () => {
    const parameters = randomParameters(convolutional, stream(7, 'conv'));
    const direction = filterDirection(convolutional, parameters, rng());
    const lengths = {
      'conv1.weight': 2 * 9,
      'conv2.weight': 2 * 9,
      'res.body.fc1.weight': 24,
      'fc2.weight': 24,
    };
    assert.deepEqual(Object.keys(direction), Object.keys(lengths));
    for (const [name, length] of Object.entries(lengths)) {
      const [found, expected] = [direction, parameters].map((all) => norms(all[name], length));
      found.forEach((norm, i) => {
        assertClose(norm, expected[i], 1e-12);
      });
    }
  });

  it('is random: no two filters point the same way', () => {
    const parameters = {
      'fc1.weight': new Float32Array(12).fill(1),
      'fc1.bias': new Float32Array(3),
    };
    const { 'fc1.weight': d } = filterDirection(linear, parameters, rng());
    const dot = [0, 1, 2, 3].reduce((sum, k) => sum + d[k] * d[4 + k], 0);
    assert.ok(Math.abs(dot) < 3.9, 'parallel filters of norm 2 have a product of 4');
  });

  it('leaves pruned weights at zero, and the survivors of a filter carry all its norm', () => {
    const parameters = {
      'fc1.weight': Float32Array.of(3, 0, 4, 0, 0, 0, 0, 0, 1, 1, 1, 1),
      'fc1.bias': Float32Array.of(1, 1, 1),
    };
    const mask = { 'fc1.weight': Uint8Array.of(1, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1) };
    const { 'fc1.weight': d } = filterDirection(linear, parameters, rng(), mask);
    assert.deepEqual([d[1], d[3]], [0, 0]);
    assert.deepEqual([...d.slice(4, 8)], [0, 0, 0, 0], 'an empty filter stays so');
    assertClose(Math.hypot(d[0], d[2]), 5, 1e-12);
    assertClose(Math.hypot(...d.slice(8)), 2, 1e-12);
    const { 'fc1.weight': whole } = filterDirection(linear, parameters, rng());
    assertClose(d[0] / d[2], whole[0] / whole[2], 1e-12);
  });
});
