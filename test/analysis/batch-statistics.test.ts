import assert from 'node:assert/strict';
import { createStatisticsEstimator } from '../../src/analysis/batch-statistics.js';
import { makeDataset } from '../../src/data/dataset.js';
import { everyExample } from '../../src/engine/examples.js';
import type { Engine } from '../../src/engine/engine.js';
import { float64Engine } from '../../src/engine/float64/engine.js';
import { forward64 } from '../../src/engine/float64/forward.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { UserError } from '../../src/errors.js';
import { stream } from '../../src/math/rng.js';
import { mlp } from '../../src/models/mlp.js';
import { inputSize, type Model } from '../../src/models/model.js';
import { resnet } from '../../src/models/resnet.js';
import { assertNumbersClose } from '../support/close.js';
import { randomParameters } from './networks.js';

const engines: readonly Engine[] = [wasmEngine(), float64Engine()];

function dataFor({ inputShape, numClasses, name }: Model, images: Float32Array, size: number) {
  return makeDataset({
    name,
    split: 'train',
    images,
    labels: new Uint8Array(size),
    shape: inputShape,
    numClasses,
    mean: new Array<number>(inputShape[0]).fill(0),
    deviation: new Array<number>(inputShape[0]).fill(1),
  });
}

/** Normalises two numbers, then mixes them. */
const tiny: Model = {
  name: 'tiny',
  inputShape: [2, 1, 1],
  numClasses: 2,
  layers: [
    { kind: 'batchNorm', name: 'bn' },
    { kind: 'dense', name: 'fc', units: 2 },
  ],
};
const fourPairs = dataFor(tiny, Float32Array.of(1, 10, 2, 20, 3, 40, 6, 50), 4);
const tinyParameters = randomParameters(tiny, stream(1, 'tiny'));

describe('statistics estimator', () => {
  for (const engine of engines) {
    it(`finds the mean and unbiased variance of the examples (${engine.name})`, () => {
      const estimator = createStatisticsEstimator(
        engine,
        tiny,
        fourPairs,
        Int32Array.of(0, 1, 2, 3),
      );
      const found = estimator.estimate(tinyParameters);
      estimator.dispose();
      assertNumbersClose(
        found,
        { 'bn.mean': [3, 30], 'bn.variance': [14 / 3, 1000 / 3] },
        1e-6,
        1e-9,
      );
      for (const name of ['bn.scale', 'bn.shift', 'fc.weight', 'fc.bias']) {
        assert.equal(found[name], tinyParameters[name], 'nothing else changes');
      }
    });

    it(`averages over batches (${engine.name})`, () => {
      const estimator = createStatisticsEstimator(
        engine,
        tiny,
        fourPairs,
        everyExample(fourPairs),
        {
          batchSize: 2,
        },
      );
      const found = estimator.estimate(tinyParameters);
      estimator.dispose();
      const expected = { 'bn.mean': [3, 30], 'bn.variance': [2.5, 50] };
      assertNumbersClose(found, expected, 1e-6, 1e-9);
    });

    it(`agrees with a pass in double precision through a ResNet, time after time (${engine.name})`, () => {
      const model = resnet(8, { inputShape: [2, 8, 8], numClasses: 3, width: 4 });
      const rng = stream(2, 'resnet');
      const size = 6;
      const inputs = Float32Array.from({ length: size * inputSize(model) }, () => rng.normal());
      const data = dataFor(model, inputs, size);
      const estimator = createStatisticsEstimator(engine, model, data, everyExample(data));
      for (const parameters of [randomParameters(model, rng), randomParameters(model, rng)]) {
        const { statistics } = forward64(model, parameters, inputs, size, { mode: 'train' });
        const expected = Object.fromEntries(
          [...statistics].flatMap(([name, { mean, variance }]) => [
            [`${name}.mean`, mean],
            [`${name}.variance`, variance],
          ]),
        );
        assert.equal(Object.keys(expected).length, 2 * 9);
        const found = estimator.estimate(parameters);
        assertNumbersClose(found, expected, 1e-4, 1e-5);
        assert.deepEqual(Object.keys(found), Object.keys(parameters));
      }
      estimator.dispose();
    });
  }

  it('drops nothing', () => {
    const dropping: Model = {
      ...tiny,
      layers: [{ kind: 'dropout', rate: 0.5 }, ...tiny.layers],
    };
    const estimator = createStatisticsEstimator(
      wasmEngine(),
      dropping,
      fourPairs,
      everyExample(fourPairs),
    );
    const found = estimator.estimate(tinyParameters);
    estimator.dispose();
    assertNumbersClose(found, { 'bn.mean': [3, 30] }, 1e-6, 1e-9);
  });

  it('gives back a model without batch normalisation as it is', () => {
    const model = mlp({ inputShape: [1, 1, 2], hidden: [3], numClasses: 2 });
    const parameters = randomParameters(model, stream(3, 'mlp'));
    const estimator = createStatisticsEstimator(
      wasmEngine(),
      model,
      fourPairs,
      everyExample(fourPairs),
    );
    assert.equal(estimator.estimate(parameters), parameters);
    estimator.dispose();
  });

  it('refuses a single example and batches that are not full', () => {
    const make = (examples: number, batchSize?: number) =>
      createStatisticsEstimator(
        wasmEngine(),
        tiny,
        fourPairs,
        everyExample(fourPairs).slice(0, examples),
        batchSize === undefined ? {} : { batchSize },
      );
    assert.throws(() => make(1), /at least 2 examples in a batch, but there are 1/);
    assert.throws(() => make(3, 2), /3 examples do not fill batches of 2/);
    assert.throws(() => make(4, 1), UserError);
  });
});
