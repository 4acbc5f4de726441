import assert from 'node:assert/strict';
import {
  gradientTimesWeight,
  meanGradients,
  perSampleGradients,
} from '../../../src/engine/evidence/gradients.js';
import { assertNumbersClose } from '../../support/close.js';
import { goldenMlp } from '../../support/synflow-nets.js';
import { referenceNetwork } from './reference-network.js';

const { model, parameters, data, examples, theirs } = goldenMlp;
const network = (batchSize: number) => referenceNetwork(model, batchSize, parameters);

describe('evidence by gradients', () => {
  it('is the mean over all examples, whatever the batches', () => {
    for (const batchSize of [32, 40, 16, 7, 1]) {
      const gradients = meanGradients(network(batchSize), data, examples);
      assertNumbersClose(gradients, theirs.gradient, 1e-6, 1e-7);
    }
  });

  it("times the weights is SNIP's sensitivity, without its absolute value", () => {
    const products = gradientTimesWeight(network(9), data, examples);
    const sizes = Object.fromEntries(
      Object.entries(products).map(([name, values]) => [name, values.map(Math.abs)]),
    );
    assertNumbersClose(sizes, theirs.scores.snip, 1e-6, 1e-7);
    assert.ok(products['fc1.weight'].some((value) => value < 0));
    assert.deepEqual(Object.keys(products), ['fc1.weight', 'fc2.weight', 'fc3.weight']);
  });

  it('of single examples comes in their order and averages to the whole', () => {
    const reversed = examples.slice().reverse();
    const sum = new Float64Array(16 * 20);
    const places: number[] = [];
    const single = network(4);
    perSampleGradients(single, data, reversed, (gradients, place) => {
      places.push(place);
      const [only] = [single.gradients(data, Int32Array.of(reversed[place]), 0, 1)];
      assert.deepEqual(gradients, only);
      gradients['fc1.weight'].forEach((g, i) => (sum[i] += g / examples.length));
    });
    assert.deepEqual(places, [...examples]);
    const mean = { 'fc1.weight': Float32Array.from(sum) };
    assertNumbersClose(mean, { 'fc1.weight': theirs.gradient['fc1.weight'] }, 1e-6, 1e-7);
  });

  it('says in which mode the network shall be', () => {
    const modes: unknown[] = [];
    const watched = {
      ...network(32),
      gradients: (...args: unknown[]) => {
        modes.push(args[4]);
        return {};
      },
    };
    meanGradients(watched, data, examples);
    meanGradients(watched, data, examples, { mode: 'train' });
    perSampleGradients(watched, data, Int32Array.of(1), () => undefined, { mode: 'train' });
    assert.deepEqual(modes, ['eval', 'train', 'train']);
  });
});
