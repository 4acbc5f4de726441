import assert from 'node:assert/strict';
import { conservationError, unitFlows } from '../../src/analysis/conservation.js';
import { stream } from '../../src/math/rng.js';
import type { Layer } from '../../src/models/layer.js';
import { mlp } from '../../src/models/mlp.js';
import type { Model } from '../../src/models/model.js';
import { assertClose } from '../support/close.js';
import {
  biased,
  chain,
  conserving,
  convolutional,
  measure,
  randomParameters,
  type Source,
  sources,
} from './networks.js';

const parametersOf = (model: Model) => randomParameters(model, stream(1, model.name));

describe('flow through units', () => {
  // x = (1, 2); z = (3, 1); y = 2 z1 - z2 = 5; R = y.
  const tiny = mlp({ inputShape: [1, 1, 2], hidden: [2], numClasses: 1, bias: false });
  const saliency = {
    'fc1.weight': Float32Array.of(2, 4, 1, -2), // w = (1, 1), (-1, 1)
    'fc2.weight': Float32Array.of(6, -1), // w = (2, -1)
  };

  it('is what one can work out by hand', () => {
    assert.deepEqual(unitFlows(tiny, saliency), [
      {
        junction: 'fc1',
        producers: ['fc1.weight'],
        consumers: ['fc2.weight'],
        inhomogeneous: [],
        flowIn: Float64Array.of(6, -1),
        flowOut: Float64Array.of(6, -1),
      },
    ]);
  });

  it('counts groups, kernels and flattened pixels by channel', () => {
    const layers: Layer[] = [
      { kind: 'conv2d', name: 'a', channels: 2, kernel: 1, bias: false },
      { kind: 'conv2d', name: 'b', channels: 2, kernel: 3, groups: 2, bias: false },
      { kind: 'dense', name: 'c', units: 2, bias: false },
    ];
    const model: Model = { name: 'by hand', inputShape: [1, 1, 2], numClasses: 2, layers };
    const kernel = [1, 0, 0, 0, 0, 0, 0, 0, 4];
    const flows = unitFlows(model, {
      'a.weight': Float64Array.of(7, 8),
      'b.weight': Float64Array.from([...kernel, ...kernel.map((s) => 10 * s)]),
      'c.weight': Float64Array.of(1, 2, 3, 4, 10, 20, 30, 40), // by unit, channel, pixel
    });
    const found = flows.map(({ flowIn, flowOut }) => [[...flowIn], [...flowOut]]);
    const b = [5, 50];
    assert.deepEqual(found, [
      [[7, 8], b],
      [b, [33, 77]],
    ]);
  });

  for (const source of Object.keys(sources) as Source[]) {
    for (const model of conserving) {
      for (const mode of ['eval', 'train'] as const) {
        it(`is conserved by ${source} gradients: ${model.name}, ${mode}`, () => {
          const { saliency } = measure(model, parametersOf(model), mode, source);
          const { tolerance } = sources[source];
          const flows = unitFlows(model, saliency, { mode });
          const floor = source === 'exact' ? 1e-6 : 1e-2;
          const { max, correlation, units } = conservationError(flows, { floor });
          assert.ok(max < tolerance, `the error is ${max}`);
          assert.ok(units >= 8 && correlation! > 1 - tolerance);
        });
      }
    }
  }

  it('is not conserved by weights alone if there are biases', () => {
    const without = (model: Model) =>
      conservationError(
        unitFlows(model, measure(model, parametersOf(model), 'eval').saliency, { biases: false }),
      );
    assert.ok(without(biased).median > 0.01);
    assert.ok(without(chain).max < 1e-12);
  });

  it("is none into the weights before a normalisation by the batch's statistics", () => {
    const { saliency } = measure(convolutional, parametersOf(convolutional), 'train');
    const [conv1] = unitFlows(convolutional, saliency, { biases: false });
    assert.equal(conv1.junction, 'conv1');
    const most = Math.max(...conv1.flowOut.map(Math.abs));
    assert.ok(most > 0.1);
    for (const flow of conv1.flowIn) assert.ok(Math.abs(flow) < 1e-4 * most);
  });

  it('needs the running means, unless they are zero', () => {
    const parameters = parametersOf(convolutional);
    const errorOf = (mean: number, drop: boolean): number => {
      const moved = { ...parameters, 'bn1.mean': new Float32Array(4).fill(mean) };
      const { saliency } = measure(convolutional, moved, 'eval');
      const { 'bn1.mean': dropped, ...others } = saliency;
      assert.equal(dropped.length, 4);
      const flows = unitFlows(convolutional, drop ? others : saliency);
      return conservationError(flows).max;
    };
    assert.ok(errorOf(0.3, false) < 1e-10);
    assert.ok(errorOf(0, true) < 1e-10);
    assert.ok(errorOf(0.3, true) > 1e-3);
  });

  it('is not conserved by what is not homogeneous, and says so', () => {
    const layers = chain.layers.map((layer, i): Layer => (i === 3 ? { kind: 'tanh' } : layer));
    const model = { ...chain, name: 'with a tanh', layers };
    const flows = unitFlows(model, measure(model, parametersOf(model), 'eval').saliency);
    assert.deepEqual(
      flows.map(({ inhomogeneous }) => inhomogeneous),
      [[], ['tanh4'], []],
    );
    const errors = flows.map((flow) => conservationError([flow]).max);
    assert.ok(errors[0] < 1e-10 && errors[1] > 1e-3 && errors[2] < 1e-10);
  });

  it('names what the saliency lacks', () => {
    assert.throws(() => unitFlows(tiny, { 'fc1.weight': new Float32Array(4) }), /'fc2\.weight'/);
    const { 'fc1.bias': bias, ...others } = measure(biased, parametersOf(biased), 'eval').saliency;
    assert.equal(bias.length, 7);
    assert.throws(() => unitFlows(biased, others), /no values for 'fc1\.bias', but 7 are needed/);
    assert.equal(unitFlows(biased, others, { biases: false }).length, 3);
  });
});

describe('the error of conservation', () => {
  const flows = [
    { flowIn: Float64Array.of(1, 0, 4), flowOut: Float64Array.of(1, 0, 5) },
    { flowIn: Float64Array.of(-2, 1e-9), flowOut: Float64Array.of(-1, -1e-9) },
  ];

  it('is relative to the larger of the two, or to the floor', () => {
    const { units, silent, max, median } = conservationError(flows);
    assert.deepEqual({ units, silent, max }, { units: 4, silent: 1, max: 0.5 });
    assertClose(median, 0.1002); // of 0, 2e-9 / 5e-6, 1 / 5, 1 / 2
    assert.equal(conservationError(flows, { floor: 0 }).max, 2);
    assertClose(conservationError([flows[0]]).median, 0.1);
  });

  it('has the correlation of flow in and flow out', () => {
    // numpy.corrcoef([1, 4, -2, 1e-9], [1, 5, -1, -1e-9])
    assertClose(conservationError(flows).correlation!, 0.9759353457625932, 1e-12);
  });

  it('is zero where nothing flows', () => {
    const nothing = { flowIn: new Float64Array(3), flowOut: new Float64Array(3) };
    const expected = { units: 0, silent: 3, max: 0, median: 0, correlation: undefined };
    assert.deepEqual(conservationError([nothing]), expected);
    assert.throws(() => conservationError([], { floor: NaN }), /floor/);
  });
});
