import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import { glorotNormal } from '../../src/models/initialise.js';
import { density, denseMask, isNested, layerDensities } from '../../src/models/mask.js';
import { lenet300100 } from '../../src/models/mlp.js';
import {
  densityAfter,
  iterative,
  layerwiseDensities,
  modelDensity,
  oneShot,
  prune,
} from '../../src/pruning/schedule.js';
import { magnitude } from '../../src/pruning/scores/magnitude.js';
import { random } from '../../src/pruning/scores/random.js';

const model = lenet300100();
const rates = { scope: 'layerwise', rate: 0.2, outputRate: 0.1 } as const;
const percent = (rounds: number): number => 100 * modelDensity(model, rates, rounds);

describe('schedule', () => {
  it('gives the densities of the lottery-ticket paper, round by round', () => {
    // P_m of LeNet in Frankle & Carbin (2019), percent
    const paper: Record<number, number> = { 0: 100, 3: 51.3, 7: 21.1, 9: 13.5, 15: 3.6, 16: 2.9 };
    for (const [rounds, value] of Object.entries(paper)) {
      assert.ok(Math.abs(percent(Number(rounds)) - value) < 0.05, `round ${rounds}`);
    }
  });

  it('prunes the output layer at half the rate', () => {
    const densities = layerwiseDensities(model, rates, 2);
    assert.deepEqual(Object.keys(densities), ['fc1.weight', 'fc2.weight', 'fc3.weight']);
    assert.ok(Math.abs(densities['fc1.weight'] - 0.64) < 1e-12);
    assert.ok(Math.abs(densities['fc3.weight'] - 0.81) < 1e-12);
  });

  it('counts rounds', () => {
    assert.deepEqual(iterative(6, 2), [0, 2, 4, 6]);
    assert.deepEqual(oneShot(6), [0, 6]);
    assert.deepEqual(oneShot(0), [0]);
    assert.equal(densityAfter(0.5, 3), 0.125);
    assert.throws(() => iterative(5, 2), /5 rounds cannot be reached 2 at a time/);
  });

  it('keeps exactly round(density * n) in every layer, in nested masks', () => {
    const parameters = glorotNormal(model, stream(1, 'init'));
    const rng = stream(1, 'pruning');
    const mask1 = prune(
      model,
      magnitude,
      { parameters, mask: denseMask(model) },
      { rates, rounds: 2, rng },
    );
    const mask2 = prune(model, magnitude, { parameters, mask: mask1 }, { rates, rounds: 14, rng });
    assert.ok(isNested(mask2, mask1));
    assert.deepEqual(layerDensities(mask2), {
      'fc1.weight': Math.round(densityAfter(0.2, 14) * 235200) / 235200,
      'fc2.weight': Math.round(densityAfter(0.2, 14) * 30000) / 30000,
      'fc3.weight': Math.round(densityAfter(0.1, 14) * 1000) / 1000,
    });
    assert.equal(density(mask2), modelDensity(model, rates, 14));
    // what magnitude means: the smallest kept weight is at least the largest pruned one
    const w = parameters['fc2.weight'].map(Math.abs);
    const bits = mask2['fc2.weight'];
    const keptLeast = Math.min(...w.filter((_, i) => bits[i] === 1));
    const prunedMost = Math.max(...w.filter((_, i) => bits[i] === 0));
    assert.ok(keptLeast >= prunedMost);
  });

  it('random scores do not look at the weights and give each layer its share', () => {
    const [a, b] = [1, 2].map((seed) => {
      const parameters = glorotNormal(model, stream(seed, 'init'));
      const state = { parameters, mask: denseMask(model) };
      return prune(model, random, state, { rates, rounds: 6, rng: stream(7, 'pruning') });
    });
    assert.deepEqual(a, b);
    assert.equal(density(a), modelDensity(model, rates, 6));
    const other = prune(
      model,
      random,
      { parameters: {}, mask: denseMask(model) },
      { rates, rounds: 6, rng: stream(8, 'pruning') },
    );
    assert.notDeepEqual(a, other);
  });

  it('prunes globally to one density', () => {
    const parameters = glorotNormal(model, stream(1, 'init'));
    const target = {
      rates: { ...rates, scope: 'global' as const },
      rounds: 5,
      rng: stream(1, 'p'),
    };
    const mask = prune(model, magnitude, { parameters, mask: denseMask(model) }, target);
    assert.equal(density(mask), Math.round(densityAfter(0.2, 5) * 266200) / 266200);
    assert.equal(modelDensity(model, target.rates, 5), density(mask));
  });
});
