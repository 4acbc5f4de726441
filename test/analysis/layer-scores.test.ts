import assert from 'node:assert/strict';
import {
  averageScores,
  cutMass,
  inverseSizeSlope,
  layerFlows,
  meanSquares,
} from '../../src/analysis/layer-scores.js';
import { stream } from '../../src/math/rng.js';
import { mlp } from '../../src/models/mlp.js';
import { assertClose } from '../support/close.js';
import { goldenFlows } from './golden-flow.js';
import { chain, measure, randomParameters } from './networks.js';

const tiny = mlp({ inputShape: [1, 1, 2], hidden: [2], numClasses: 1, bias: false });

describe('scores by layer', () => {
  it("add up to the sums of the authors' SynFlow", () => {
    for (const { model, saliency, sums } of goldenFlows) {
      const flows = layerFlows(model, saliency);
      assert.deepEqual(
        flows.map(({ parameter }) => parameter),
        Object.keys(sums),
      );
      for (const { parameter, total } of flows) assertClose(total, sums[parameter], 2e-9);
    }
  });

  it('add up to the same in every layer of a chain without biases', () => {
    const { saliency, atOutput } = measure(chain, randomParameters(chain, stream(1, 'c')), 'eval');
    for (const { total } of layerFlows(chain, saliency)) assertClose(total, atOutput, 1e-10);
    assertClose(inverseSizeSlope(averageScores(chain, saliency)), 1, 1e-10);
  });

  it('average to what one can work out by hand', () => {
    const scores = {
      'fc1.weight': Float32Array.of(-1, -2, -3, -2),
      'fc2.weight': Float32Array.of(3, 1),
    };
    assert.deepEqual(averageScores(tiny, scores), [
      { parameter: 'fc1.weight', size: 4, inverseSize: 0.25, average: 2 },
      { parameter: 'fc2.weight', size: 2, inverseSize: 0.5, average: 2 },
    ]);
    assert.deepEqual(
      meanSquares(tiny, scores).map(({ average }) => average),
      [18 / 4, 10 / 2],
    );
  });

  it('follow 1 / size with a slope, by least squares', () => {
    const layer = (size: number, average: number) => {
      return { parameter: 'w', size, inverseSize: 1 / size, average };
    };
    assertClose(inverseSizeSlope([layer(10, 5), layer(1000, 0.5)]), 0.5, 1e-12);
    // scipy.stats.linregress(log([.1, .01, .001, .02]), log([3, 2, .1, .7])).slope
    const four = [layer(10, 3), layer(100, 2), layer(1000, 0.1), layer(50, 0.7)];
    assertClose(inverseSizeSlope(four), 0.7054495277933795, 1e-12);
    assert.throws(() => inverseSizeSlope([layer(1, 0), layer(2, 1)]), /average of 'w' is 0/);
    assert.throws(() => inverseSizeSlope([layer(1, NaN), layer(2, 1)]), /is NaN/);
    assert.throws(() => inverseSizeSlope([layer(5, 1), layer(5, 2)]), /different/);
  });

  it('refuse scores of another model', () => {
    assert.throws(() => layerFlows(tiny, {}), /no values for 'fc1\.weight', but 4/);
  });
});

describe('the mass that a round removes', () => {
  const scores = { a: Float32Array.of(1, 2, 4, 8), b: Float32Array.of(10, 5) };
  const bits = (...values: number[]): Uint8Array => Uint8Array.from(values);

  it('is the sum of what is kept before and not after, beside the sum of the last layer', () => {
    const previous = { a: bits(1, 1, 0, 1), b: bits(1, 1) };
    const kept = { a: bits(0, 0, 0, 1), b: bits(1, 0) };
    assert.deepEqual(cutMass(scores, kept, previous), { removed: 1 + 2 + 5, flow: 15 });
    assert.deepEqual(cutMass(scores, kept, kept), { removed: 0, flow: 10 });
  });

  it('needs scores and masks that fit', () => {
    const mask = { a: bits(1, 1, 1, 1), b: bits(1, 1) };
    assert.throws(() => cutMass({ a: scores.a }, mask, mask), /no values for 'b', but 2/);
    assert.throws(() => cutMass(scores, { a: mask.a }, mask), /no entries for 'b'.* has 2/);
  });
});
