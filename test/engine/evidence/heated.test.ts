import assert from 'node:assert/strict';
import { meanGradients } from '../../../src/engine/evidence/gradients.js';
import { heated } from '../../../src/engine/evidence/heated.js';
import { goldenMlp } from '../../support/synflow-nets.js';
import { referencePass, toDoubles } from '../wasm/reference.js';
import { referenceNetwork } from './reference-network.js';

const { model, parameters, data, examples } = goldenMlp;
const cold = () => referenceNetwork(model, 32, parameters);

describe('heated', () => {
  it('has the gradients of the loss of logits divided by the temperature', () => {
    const gradients = meanGradients(heated(cold(), 4), data, examples);
    const inputs = Array.from(examples, (i) =>
      Float64Array.from(data.images.subarray(20 * i, 20 * i + 20)),
    );
    const doubles = toDoubles(parameters);
    const lossAt = (): number => {
      const { logits } = referencePass(model.layers, doubles, inputs, data.labels);
      const losses = logits.map((z, i) => {
        const sum = z.reduce((total, value) => total + Math.exp(value / 4), 0);
        return Math.log(sum) - z[data.labels[i]] / 4;
      });
      return losses.reduce((a, b) => a + b) / losses.length;
    };
    for (const name of ['fc1.weight', 'fc2.bias', 'fc3.weight', 'fc3.bias']) {
      const values = doubles[name];
      for (let i = 0; i < values.length; i += 7) {
        const kept = values[i];
        values[i] = kept + 1e-5;
        const above = lossAt();
        values[i] = kept - 1e-5;
        const slope = (above - lossAt()) / 2e-5;
        values[i] = kept;
        assert.ok(Math.abs(gradients[name][i] - slope) < 1e-6, `${name}[${i}]`);
      }
    }
  });

  it('shows the parameters as they are, and restores them', () => {
    const network = cold();
    const hot = heated(network, 3);
    assert.deepEqual(hot.parameters(), parameters);
    assert.notDeepEqual(network.parameters(), parameters);
    hot.restore();
    assert.deepEqual(network.parameters(), parameters);
  });

  it('needs a temperature and a dense last layer', () => {
    assert.throws(() => heated(cold(), 0), /temperature must be above 0, but is 0/);
    const headless = { ...model, layers: model.layers.slice(0, -1) };
    assert.throws(
      () => heated({ ...cold(), model: headless }, 2),
      /that of mlp-16-12 is not dense/,
    );
  });
});
