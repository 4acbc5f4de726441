import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import { denseMask, kept, layerDensities } from '../../src/models/mask.js';
import { type Model, prunableSize, prunableSpecs } from '../../src/models/model.js';
import { buildModel } from '../../src/models/register.js';
import { allocateLayerwise } from '../../src/pruning/allocation.js';
import { smartRatios } from '../../src/pruning/smart-ratios.js';
import { random } from '../../src/pruning/scores/random.js';

// Three prunable layers of 100, 100 and 10 weights.
const model: Model = {
  name: 'ten by ten',
  inputShape: [1, 1, 10],
  numClasses: 1,
  layers: [
    { kind: 'dense', name: 'one', units: 10 },
    { kind: 'dense', name: 'two', units: 10 },
    { kind: 'dense', name: 'three', units: 1 },
  ],
};

describe('smartRatios', () => {
  it('falls as (L - l + 1)^2 + (L - l + 1), over l^2 in plain nets', () => {
    // 3 of 10 in the last; the other 42 - 3 as 12 : 6 / 4, or as 12 : 6
    const plain = smartRatios(model, 0.2);
    assert.deepEqual(plain, { 'one.weight': 0.35, 'two.weight': 0.04, 'three.weight': 0.3 });
    const residual = smartRatios(model, 0.2, { family: 'residual' });
    assert.deepEqual(residual, { 'one.weight': 0.26, 'two.weight': 0.13, 'three.weight': 0.3 });
  });

  it('passes on what a layer has no room for', () => {
    // 144 for the first two: shares 128 and 16 become 100 and 44
    assert.deepEqual(smartRatios(model, 0.7), {
      'one.weight': 1,
      'two.weight': 0.44,
      'three.weight': 0.3,
    });
    assert.deepEqual(Object.values(smartRatios(model, 1)), [1, 1, 1]);
    assert.deepEqual(Object.values(smartRatios(model, 204 / 210)), [1, 1, 0.4]);
  });

  it('keeps the exact count, to be filled at random', () => {
    for (const name of ['vgg-16-w8', 'resnet-20-w8']) {
      const net = buildModel(name, [3, 32, 32], 10);
      for (const density of [0.5, 0.1, 0.05]) {
        const densities = smartRatios(net, density);
        const scores = random.score(net, {}, denseMask(net), { rng: stream(1, 'pruning') });
        const mask = allocateLayerwise(scores, denseMask(net), densities);
        assert.equal(kept(mask), Math.round(density * prunableSize(net)));
        assert.deepEqual(layerDensities(mask), densities);
        const last = prunableSpecs(net).at(-1)!;
        assert.equal(densities[last.name], Math.round(0.3 * last.size) / last.size);
        const values = Object.values(densities).slice(0, -1);
        assert.ok(values.every((d, i) => i === 0 || d <= values[i - 1] + 0.01));
      }
    }
  });

  it('says when the density is too small', () => {
    assert.throws(() => smartRatios(model, 0.02), {
      name: 'UserError',
      message: /keep 4 weights of ten by ten, of which the last layer takes 3: too few are left/,
    });
    assert.throws(
      () => smartRatios(model, 5 / 210, { last: 0.3 }),
      /leave none of the 100 weights of 'two.weight'/,
    );
    assert.throws(() => smartRatios(model, 0), /Density is the fraction/);
  });
});
