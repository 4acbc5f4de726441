import assert from 'node:assert/strict';
import { absolutePass } from '../../../src/engine/evidence/absolute-pass.js';
import { flowScale } from '../../../src/engine/evidence/flow-scale.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import type { Layer } from '../../../src/models/layer.js';
import {
  inputSize,
  type Model,
  type Parameters,
  parameterSpecs,
  prunableSpecs,
} from '../../../src/models/model.js';

const conv = (name: string, channels: number): Layer => ({
  kind: 'conv2d',
  name,
  channels,
  kernel: 3,
});
const norm = (name: string): Layer => ({ kind: 'batchNorm', name });
const block = (name: string, shortcut: readonly Layer[], channels: number): Layer[] => [
  {
    kind: 'residual',
    name,
    body: [conv('conv1', 6), norm('bn1'), { kind: 'relu' }, conv('conv2', channels), norm('bn2')],
    shortcut,
  },
  { kind: 'relu' },
];
const model: Model = {
  name: 'residual',
  inputShape: [3, 8, 8],
  numClasses: 4,
  layers: [
    conv('stem', 6),
    { kind: 'relu' },
    ...block('same', [], 6),
    { kind: 'maxPool', size: 2 },
    ...block('wider', [conv('conv', 12), norm('bn')], 12),
    ...block('last', [], 12),
    { kind: 'averagePool', size: 2 },
    { kind: 'flatten' },
    { kind: 'dense', name: 'hidden', units: 8 },
    { kind: 'leakyRelu' },
    { kind: 'dense', name: 'out', units: 4 },
  ],
};

/** Positive parameters with weights up to `size`; offsets are smaller, by far. */
function positive(of: Model, size: number): Parameters {
  const rng = stream(3, 'positive');
  return Object.fromEntries(
    parameterSpecs(of).map(({ name, role, size: length }) => {
      const large = role === 'weight' ? size : 1;
      return [name, Float32Array.from({ length }, () => large * (0.1 + rng.uniform()))];
    }),
  );
}

describe('the scale of the flow', () => {
  it('changes no bit of what float32 holds, whatever meets in residual layers', () => {
    const network = wasmEngine({ guards: true }).compile(model, { batchSize: 1 });
    for (const size of [10, 100, 300]) {
      const parameters = positive(model, size);
      network.load(parameters);
      const ones = new Float32Array(inputSize(model)).fill(1);
      const flow = network.outputs(ones, 1).reduce((sum, v) => sum + v, 0);
      const gradients = network.pullback(ones, new Float32Array(4).fill(1), 1);
      const { layers, end } = flowScale(model, parameters);
      assert.ok(end !== 0 && new Set([...layers.values()].map((l) => l.after)).size > 2);

      const found = absolutePass(network);
      assert.equal(found.logScale, 0);
      assert.deepEqual(found.gradients, gradients);
      for (const { name } of prunableSpecs(model)) {
        const expected = gradients[name].map((g, i) => g * parameters[name][i]);
        assert.deepEqual(found.scores[name], expected);
      }
      assert.ok(Math.abs(found.flow / flow - 1) < 1e-6);
      assert.ok(Math.abs(found.logFlow - Math.log(flow)) < 1e-5);
    }
    network.dispose();
  });

  it('is the same at both ends of a residual layer with an identity', () => {
    const { layers } = flowScale(model, positive(model, 100));
    const [first, last] = [layers.get('same.body.conv1')!, layers.get('same.body.bn2')!];
    assert.equal(first.before, last.after);
    assert.equal(layers.get('wider.body.bn2')!.after, layers.get('wider.shortcut.bn')!.after);
  });

  it('is left alone where nothing overflows, and where f(c x) is not c f(x)', () => {
    const rescaled = (of: Model, size: number): number =>
      [...flowScale(of, positive(of, size)).layers.values()].filter(({ after }) => after !== 0)
        .length;
    assert.equal(rescaled(model, 0.1), 0);
    assert.ok(rescaled(model, 1e4) > 0);
    const bent: Layer[] = [...model.layers.slice(0, -2), { kind: 'tanh' }, model.layers.at(-1)!];
    assert.equal(rescaled({ ...model, layers: bent }, 1e4), 0);
  });
});
