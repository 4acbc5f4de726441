import assert from 'node:assert/strict';
import { absolutePass } from '../../../src/engine/evidence/absolute-pass.js';
import { assertNumbersClose, golden, goldenModel, goldenParameters } from './golden.js';
import { referenceNetwork } from './reference-network.js';

const network = () => referenceNetwork(goldenModel, 32, goldenParameters);

describe('absolute pass', () => {
  it('has the flow and the scores of the official SynFlow', () => {
    const { flow, scores } = absolutePass(network());
    assert.ok(Math.abs(flow - golden.flow) < 1e-6 * golden.flow);
    assertNumbersClose(scores, golden.synflow, 1e-5, 1e-7);
  });

  it('conserves the flow from layer to layer without biases', () => {
    const { flow, scores, gradients } = absolutePass(network(), { offsets: 'zero' });
    for (const values of Object.values(scores)) {
      const sum = values.reduce((a, b) => a + b, 0);
      assert.ok(Math.abs(sum - flow) < 1e-6 * flow);
    }
    assert.deepEqual(Object.keys(gradients), Object.keys(goldenParameters));
  });

  it('scores zero what is zero, so that masked parameters can be loaded', () => {
    const masked = network();
    const weight = goldenParameters['fc2.weight'].map((w, i) => (i % 3 === 0 ? 0 : w));
    masked.load({ ...goldenParameters, 'fc2.weight': weight });
    const { scores } = absolutePass(masked);
    scores['fc2.weight'].forEach((score, i) => assert.equal(score === 0, i % 3 === 0));
  });

  it('gives the parameters back, after an error too', () => {
    const used = network();
    absolutePass(used);
    assert.deepEqual(used.parameters(), goldenParameters);
    const broken = {
      ...used,
      pullback: () => {
        throw new Error('broken');
      },
    };
    assert.throws(() => absolutePass(broken), /broken/);
    assert.deepEqual(used.parameters(), goldenParameters);
  });
});
