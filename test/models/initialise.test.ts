import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { stream } from '../../src/math/rng.js';
import { glorotNormal, initialise, type InitialiseOptions } from '../../src/models/initialise.js';
import { lenet300100 } from '../../src/models/mlp.js';
import { parameterSpecs } from '../../src/models/model.js';
import { buildModel } from '../../src/models/register.js';
import { vgg } from '../../src/models/vgg.js';

const net = vgg(11, { inputShape: [3, 32, 32], numClasses: 10, width: 16 });
const draw = (options: InitialiseOptions, seed = 1) =>
  initialise(net, stream(seed, 'init'), options);

const meanOf = (values: Float32Array): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Checks mean 0 and the variance to five standard errors; `excess` is the kurtosis minus 1. */
function hasVariance(values: Float32Array, variance: number, excess: number, name: string): void {
  const found = values.reduce((a, b) => a + b * b, 0) / values.length;
  assert.ok(Math.abs(meanOf(values)) < 5 * Math.sqrt(variance / values.length), name);
  assert.ok(Math.abs(found - variance) < 5 * variance * Math.sqrt(excess / values.length), name);
}

describe('glorotNormal', () => {
  it('has zero biases and weights of variance 2 / (fan in + fan out)', () => {
    const parameters = glorotNormal(lenet300100(), stream(1, 'init'));
    assert.ok(parameters['fc1.bias'].every((b) => b === 0));
    hasVariance(parameters['fc1.weight'], 2 / (784 + 300), 2, 'fc1');
    hasVariance(parameters['fc2.weight'], 2 / (300 + 100), 2, 'fc2');
  });

  it('is the same for the same stream and another for another', () => {
    const one = (seed: number) => glorotNormal(lenet300100(), stream(seed, 'init'));
    assert.deepEqual(one(1), one(1));
    assert.notDeepEqual(one(1)['fc2.weight'], one(2)['fc2.weight']);
  });

  it('draws the bits that kept results were trained from', () => {
    const hash = createHash('sha256');
    for (const values of Object.values(glorotNormal(lenet300100(), stream(1, 'init')))) {
      hash.update(values);
    }
    assert.equal(
      hash.digest('hex'),
      '8d43111b8257f1f8e4b4ecb7e65c8819903535de3a67bea6d6a0e7f25fa57fe2',
    );
  });
});

describe('initialise', () => {
  // fan_in and fan_out of a 3x3 convolution from 64 to 128 channels, and of the dense layer
  const conv = { name: 'conv4.weight', fanIn: 9 * 64, fanOut: 9 * 64 };
  const first = { name: 'conv1.weight', fanIn: 9 * 3, fanOut: 9 * 16 };
  const dense = { name: 'fc.weight', fanIn: 128, fanOut: 10 };

  it('gives weights the variances of their papers', () => {
    for (const { name, fanIn, fanOut } of [conv, first, dense]) {
      const of = (weights: InitialiseOptions['weights']) => draw({ weights })[name];
      hasVariance(of('glorot-normal'), 2 / (fanIn + fanOut), 2, name);
      hasVariance(of('kaiming-normal'), 2 / fanIn, 2, name);
      hasVariance(of('kaiming-normal-fan-out'), 2 / fanOut, 2, name);
      const uniform = of('pytorch-default');
      hasVariance(uniform, 1 / (3 * fanIn), 0.8, name);
      const largest = uniform.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      assert.ok(largest <= Math.fround(1 / Math.sqrt(fanIn)) && largest > 0.95 / Math.sqrt(fanIn));
    }
  });

  it('cuts the tails of variance scaling off, and has the variances all the same', () => {
    // The fourth moment of a standard normal cut off at 2 is 1.4162, its variance 0.7737.
    const excess = 1.4162 / 0.7737 ** 2 - 1;
    for (const { name, fanIn, fanOut } of [conv, first, dense]) {
      for (const [weights, variance] of [
        ['variance-scaling', 1 / fanIn],
        ['variance-scaling-glorot', 2 / (fanIn + fanOut)],
        ['variance-scaling-he', 2 / fanIn],
      ] as const) {
        const values = draw({ weights })[name];
        hasVariance(values, variance, excess, `${name} ${weights}`);
        const bound = (2 * Math.sqrt(variance)) / 0.8796;
        const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
        assert.ok(largest <= bound && largest > 0.95 * bound, `${name} ${weights}: ${largest}`);
      }
    }
  });

  it('draws from a Gaussian of any deviation, whatever the layer', () => {
    for (const { name } of [conv, first, dense]) {
      hasVariance(draw({ weights: 'normal' })[name], 1, 2, name);
      hasVariance(draw({ weights: 'normal', deviation: 0.1 })[name], 0.01, 2, name);
    }
    for (const deviation of [0, -1, Number.NaN, Infinity]) {
      assert.throws(() => draw({ weights: 'normal', deviation }), /must be a positive number/);
    }
  });

  it('takes each gate of a GRU for a matrix of its own', () => {
    const model = buildModel('gru-100', [1, 28, 28], 10);
    const of = (weights: InitialiseOptions['weights']) =>
      initialise(model, stream(1, 'i'), { weights, biases: 'pytorch-default' });
    const glorot = of('glorot-normal');
    hasVariance(glorot['gru.input.weight'], 2 / (28 + 100), 2, 'input');
    hasVariance(glorot['gru.recurrent.weight'], 2 / (100 + 100), 2, 'recurrent');
    hasVariance(of('kaiming-normal')['gru.input.weight'], 2 / 28, 2, 'input');
    hasVariance(glorot['gru.input.bias'], 1 / (3 * 28), 0.8, 'input bias');
    hasVariance(glorot['gru.recurrent.bias'], 1 / (3 * 100), 0.8, 'recurrent bias');
  });

  it('may draw dense weights otherwise', () => {
    const parameters = draw({ weights: 'kaiming-normal-fan-out', denseWeights: 'pytorch-default' });
    hasVariance(parameters['conv4.weight'], 2 / conv.fanOut, 2, 'conv4');
    hasVariance(parameters['fc.weight'], 1 / (3 * dense.fanIn), 0.8, 'fc');
  });

  it('starts biases at zero, or as PyTorch does', () => {
    assert.ok(draw({ weights: 'kaiming-normal' })['conv5.bias'].every((b) => b === 0));
    const parameters = draw({ weights: 'kaiming-normal', biases: 'pytorch-default' });
    const bound = 1 / Math.sqrt(9 * 64);
    hasVariance(parameters['conv5.bias'], (bound * bound) / 3, 0.8, 'conv5.bias');
    assert.ok(parameters['conv5.bias'].every((b) => Math.abs(b) <= bound));
  });

  it('starts normalisations as the identity, or with scales of U(0, 1)', () => {
    const parameters = draw({ weights: 'kaiming-normal' });
    for (const { name, role } of parameterSpecs(net)) {
      if (role === 'scale' || role === 'variance')
        assert.ok(parameters[name].every((v) => v === 1));
      if (role === 'shift' || role === 'mean') assert.ok(parameters[name].every((v) => v === 0));
    }
    const { 'bn8.scale': scale } = draw({ weights: 'kaiming-normal', scales: 'uniform' });
    hasVariance(
      scale.map((v) => v - 0.5),
      1 / 12,
      0.8,
      'bn8.scale',
    );
    assert.ok(scale.every((v) => v >= 0 && v < 1));
  });

  it('counts only the inputs of its group for a grouped convolution', () => {
    const { layers, ...rest } = buildModel('conv-2', [64, 32, 32], 10);
    const grouped = layers.map((l) => (l.kind === 'conv2d' ? { ...l, groups: 32 } : l));
    const model = { ...rest, layers: grouped };
    const { 'conv1.weight': w } = initialise(model, stream(1, 'i'), { weights: 'kaiming-normal' });
    hasVariance(w, 2 / (9 * 2), 2, 'conv1');
  });
});
