import assert from 'node:assert/strict';
import { type Cut, cutBefore, cutFlow } from '../../src/analysis/cut-flow.js';
import { stream } from '../../src/math/rng.js';
import { junctions } from '../../src/models/junctions.js';
import { mlp } from '../../src/models/mlp.js';
import type { Model } from '../../src/models/model.js';
import { assertClose } from '../support/close.js';
import { goldenFlows, resnetFlow } from './golden-flow.js';
import { biased, chain, conserving, convolutional, measure, randomParameters } from './networks.js';

/** The cuts before every hidden junction and the output that do not part a trunk from its block. */
function cutsOf(model: Model, mode: 'eval' | 'train'): Cut[] {
  return junctions(model, { mode })
    .filter(({ name }) => name !== 'input' && !/block1.body.conv1|block1.body.bn/.test(name))
    .map(({ name }) => cutBefore(model, name, { mode }));
}

const parametersOf = (model: Model) => randomParameters(model, stream(2, model.name));

describe('flow across a cut', () => {
  // x = (1, 2); z = (3, 1); y = 2 z1 - z2 = 5; R = y.
  const tiny = mlp({ inputShape: [1, 1, 2], hidden: [2], numClasses: 1, bias: false });
  const saliency = {
    'fc1.weight': Float32Array.of(2, 4, 1, -2),
    'fc2.weight': Float32Array.of(6, -1),
  };

  it('is what one can work out by hand', () => {
    assert.equal(cutFlow(tiny, saliency, { fc1: 'output' }), 2 + 4 + 1 - 2);
    assert.equal(cutFlow(tiny, saliency, { fc1: 'input' }), 6 - 1);
    assert.equal(cutFlow(tiny, saliency, { fc1: [1, 0] }), 6 + 1 - 2);
    assert.equal(cutFlow(tiny, saliency, { fc1: Uint8Array.of(0, 1) }), 2 + 4 - 1);
  });

  it('is <dR/dy, y> for every cut between junctions', () => {
    for (const model of conserving) {
      const { saliency, atOutput, atInput } = measure(model, parametersOf(model), 'eval');
      const cuts = cutsOf(model, 'eval');
      assert.ok(cuts.length > 2);
      for (const cut of cuts) assertClose(cutFlow(model, saliency, cut), atOutput, 1e-9);
      const first = cutBefore(model, junctions(model)[1].name);
      assertClose(cutFlow(model, saliency, first, { biases: false }), atInput, 1e-9);
    }
  });

  it('is that for cuts that mix layers, at random', () => {
    const rng = stream(4, 'cuts');
    for (const model of [chain, biased]) {
      const { saliency, atOutput } = measure(model, parametersOf(model), 'eval');
      for (let i = 0; i < 20; i++) {
        const at = 1 + rng.below(3);
        const widths = [7, 5, 6];
        const cut = Object.fromEntries(
          widths.map((units, layer) => {
            if (layer + 1 !== at) return [`fc${layer + 1}`, layer + 1 < at ? 'input' : 'output'];
            return [`fc${at}`, Array.from({ length: units }, () => rng.below(2))];
          }),
        ) as Cut;
        assertClose(cutFlow(model, saliency, cut), atOutput, 1e-9);
      }
    }
    const { saliency, atOutput } = measure(convolutional, parametersOf(convolutional), 'eval');
    for (const cut of [
      { conv1: [1, 0, 1, 0], conv2: 'output' },
      { conv1: [1, 1, 0, 0], conv2: 'output' },
    ] as const) {
      assertClose(cutFlow(convolutional, saliency, cut), atOutput, 1e-9);
    }
    // The last three channels of conv2 read only the last two of conv1.
    const grouped = {
      ...convolutional,
      layers: convolutional.layers.filter((l) => l.kind !== 'residual'),
    };
    const measured = measure(grouped, parametersOf(grouped), 'eval');
    const slanted = { conv1: [1, 1, 0, 1], conv2: [1, 0, 1, 0, 0, 0] };
    assertClose(cutFlow(grouped, measured.saliency, slanted), measured.atOutput, 1e-9);
  });

  it("is that with the batch's statistics too, up to their epsilon", () => {
    for (const model of conserving) {
      const mode = 'train';
      const { saliency, atOutput } = measure(model, parametersOf(model), mode);
      for (const cut of cutsOf(model, mode)) {
        const flow = cutFlow(model, saliency, cut, { mode });
        assert.ok(Math.abs(flow - atOutput) < 1e-3 * Math.abs(atOutput) + 1e-3);
      }
    }
  });

  it('lacks what biases bring, without them', () => {
    const { saliency, atOutput } = measure(biased, parametersOf(biased), 'eval');
    const cut = cutBefore(biased, 'fc2');
    const missing = ['fc2', 'fc3', 'fc4'].flatMap((name) => [...saliency[`${name}.bias`]]);
    const sum = missing.reduce((a, b) => a + b);
    const weights = cutFlow(biased, saliency, cut, { biases: false });
    assertClose(weights, atOutput - sum, 1e-9);
    assert.ok(Math.abs(weights - atOutput) > 0.01);
  });

  it("is R of the authors' SynFlow", () => {
    for (const { model, saliency, flow } of goldenFlows) {
      for (const cut of cutsOf(model, 'eval')) {
        assertClose(cutFlow(model, saliency, cut), flow, 2e-9);
      }
    }
  });

  it('refuses what is no cut', () => {
    const { saliency } = measure(chain, parametersOf(chain), 'eval');
    const flow = (cut: Cut) => () => cutFlow(chain, saliency, cut);
    assert.throws(
      flow({ fc1: 'output', fc2: 'input', fc3: 'output' }),
      /no cut: 'fc2\.weight' leads from a unit of 'fc1' on the output's side to a unit of 'fc2'/,
    );
    assert.throws(flow({ fc1: [1, 1, 1, 1, 1, 1, 0], fc2: 'input', fc3: 'output' }), /no cut/);
    assert.throws(flow({ fc1: 'input', fc3: 'output' }), /does not say .* fc2 are/);
    assert.throws(flow({ fc1: [1, 1], fc2: 'output', fc3: 'output' }), /2 entries for 'fc1'/);
    assert.throws(flow({ fc1: 'input', fc2: 'output', fc3: 'output', fc4: 'output' }), /'fc4'/);
    assert.throws(() => cutBefore(chain, 'fc9'), /no hidden junction of the model 'fc9'/);
    const { model } = resnetFlow;
    const inside = cutBefore(model, 'block1.body.conv1');
    assert.throws(() => cutFlow(model, resnetFlow.saliency, inside), /block1\.body\.conv2/);
  });
});
