import assert from 'node:assert/strict';
import {
  type AbsolutePass,
  absolutePass,
  createAbsolutePass,
} from '../../../src/engine/evidence/absolute-pass.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import type { Layer } from '../../../src/models/layer.js';
import { applyMask, type Mask } from '../../../src/models/mask.js';
import { type Model, type Parameters, parameterSpecs } from '../../../src/models/model.js';
import { assertNumbersClose } from '../../support/close.js';
import { goldenMlp } from '../../support/synflow-nets.js';
import { referenceNetwork } from './reference-network.js';

const network = () => referenceNetwork(goldenMlp.model, 32, goldenMlp.parameters);

describe('absolute pass', () => {
  it('has the flow and the scores of the official SynFlow', () => {
    const { flow, scores } = absolutePass(network());
    assert.ok(Math.abs(flow - goldenMlp.theirs.flow) < 1e-6 * goldenMlp.theirs.flow);
    assertNumbersClose(scores, goldenMlp.theirs.scores.synflow, 1e-5, 1e-7);
  });

  it('conserves the flow from layer to layer without biases', () => {
    const { flow, scores, gradients } = absolutePass(network(), { offsets: 'zero' });
    for (const values of Object.values(scores)) {
      const sum = values.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - flow) < 1e-6 * flow);
    }
    assert.deepEqual(Object.keys(gradients), Object.keys(goldenMlp.parameters));
  });

  it('scores zero what is zero, so that masked parameters can be loaded', () => {
    const masked = network();
    const weight = goldenMlp.parameters['fc2.weight'].map((w, i) => (i % 3 === 0 ? 0 : w));
    masked.load({ ...goldenMlp.parameters, 'fc2.weight': weight });
    const { scores } = absolutePass(masked);
    scores['fc2.weight'].forEach((score, i) => assert.equal(score === 0, i % 3 === 0));
  });

  it('gives the parameters back, after an error too', () => {
    const used = network();
    absolutePass(used);
    assert.deepEqual(used.parameters(), goldenMlp.parameters);
    const broken = {
      ...used,
      pullback: () => {
        throw new Error('broken');
      },
    };
    assert.throws(() => absolutePass(broken), /broken/);
    assert.deepEqual(used.parameters(), goldenMlp.parameters);
  });
});

/** Scores of SynFlow for dense layers without biases, W[l] of [out, in]: the closed form. */
function closedForm(weights: readonly Float32Array[], widths: readonly number[]): Float64Array[] {
  const product = (w: Float32Array, x: Float64Array, units: number): Float64Array =>
    Float64Array.from({ length: units }, (_, j) =>
      x.reduce((sum, v, i) => sum + Math.abs(w[j * x.length + i]) * v, 0),
    );
  const transposed = (w: Float32Array, y: Float64Array, inputs: number): Float64Array =>
    Float64Array.from({ length: inputs }, (_, i) =>
      y.reduce((sum, v, j) => sum + Math.abs(w[j * inputs + i]) * v, 0),
    );
  const forward: Float64Array[] = [new Float64Array(widths[0]).fill(1)];
  weights.forEach((w, l) => forward.push(product(w, forward[l], widths[l + 1])));
  const backward: Float64Array[] = [new Float64Array(widths[widths.length - 1]).fill(1)];
  for (let l = weights.length - 1; l > 0; l--) {
    backward.unshift(transposed(weights[l], backward[0], widths[l]));
  }
  return weights.map((w, l) =>
    Float64Array.from(w, (v, k) => {
      const [j, i] = [Math.floor(k / widths[l]), k % widths[l]];
      return backward[l][j] * Math.abs(v) * forward[l][i];
    }),
  );
}

describe('absolute pass of 40 layers without normalisation', () => {
  const widths = [20, ...new Array<number>(39).fill(32), 5];
  const model: Model = {
    name: 'deep',
    inputShape: [1, 1, 20],
    numClasses: 5,
    layers: widths
      .slice(1)
      .flatMap((units, l): Layer[] => [
        { kind: 'dense', name: `fc${l + 1}`, units, bias: false },
        ...(l < 39 ? [{ kind: 'relu' } as const] : []),
      ]),
  };
  const rng = stream(5, 'deep');
  const normals = Object.fromEntries(
    parameterSpecs(model).map(({ name, size }) => [
      name,
      Float32Array.from({ length: size }, () => rng.normal()),
    ]),
  );
  const scaled = (factor: number) =>
    Object.fromEntries(Object.entries(normals).map(([k, v]) => [k, v.map((w) => factor * w)]));
  const network = wasmEngine().compile(model, { batchSize: 1 });
  after(() => network.dispose());

  const check = (parameters: Parameters, mask?: Mask): AbsolutePass => {
    const passes = createAbsolutePass(network);
    const found = passes.run({ parameters, ...(mask && { mask }) });
    const masked = Object.values(mask === undefined ? parameters : applyMask(parameters, mask));
    const expected = closedForm(masked, widths);
    const flow = expected[39].reduce((a, b) => a + b);
    assert.ok(Math.abs(found.logFlow - Math.log(flow)) < 1e-4, `${found.logFlow}`);
    const scores = Object.values(found.scores);
    const offBy = expected.flatMap((values, l) =>
      Array.from(values, (s, i) => (s === 0 ? Number(scores[l][i] !== 0) : scores[l][i] / s)),
    );
    const factor = Math.exp(-found.logScale);
    const wrong = offBy.filter((ratio) => ratio !== 0 && Math.abs(ratio / factor - 1) > 1e-4);
    assert.deepEqual(wrong, [], 'all scores are off by the same factor');
    return found;
  };

  it('neither overflows nor underflows, and ranks as double precision does', () => {
    network.load(normals);
    const large = check(scaled(8));
    assert.ok(large.logFlow > 80 * Math.LN10 && large.logScale > 0);
    const small = check(scaled(1e-4));
    assert.ok(small.logFlow < -80 * Math.LN10 && small.logScale < 0);
    const ranking = ({ scores }: AbsolutePass): number[] => {
      const all = Object.values(scores).flatMap((v) => [...v]);
      return all.map((_, i) => i).sort((a, b) => all[a] - all[b] || a - b);
    };
    assert.deepEqual(ranking(check(scaled(8))), ranking(check(scaled(8 / 1024))));
  });

  it('does so under masks that leave a path or two', () => {
    for (const density of [0.2, 0.05]) {
      const bits = stream(6, `mask ${density}`);
      const mask = Object.fromEntries(
        Object.entries(normals).map(([name, values]) => [
          name,
          Uint8Array.from(values, (_, i) => (i === 0 || bits.uniform() < density ? 1 : 0)),
        ]),
      );
      check(scaled(8), mask);
      check(scaled(1e-3), mask);
    }
  });

  it('reports a network without any path as a flow of zero', () => {
    const cut = { ...normals, 'fc7.weight': new Float32Array(32 * 32) };
    const { flow, logFlow, scores } = createAbsolutePass(network).run({ parameters: cut });
    assert.deepEqual([flow, logFlow], [0, -Infinity]);
    assert.ok(Object.values(scores).every((values) => values.every((score) => score === 0)));
  });

  it('gives back what the network had when asked to', () => {
    network.load(normals);
    const passes = createAbsolutePass(network);
    passes.run({ parameters: scaled(3) });
    passes.restore();
    assert.deepEqual(network.parameters(), normals);
  });
});
