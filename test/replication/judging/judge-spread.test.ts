import assert from 'node:assert/strict';
import { lessSpread } from '../../../src/replication/judging/judge-spread.js';
import { assertClose } from '../../support/close.js';

// Distances from the median (0): 4 3 2 1 1 2 3 4, mean 2.5; a tenth of it for the steady arm.
const wide = [-4, -3, -2, -1, 1, 2, 3, 4];
const steady = wide.map((v) => 90 + v / 10);

describe('less spread', () => {
  it('supports an arm that varies less, whatever its level', () => {
    const { outcome, effect, n, p } = lessSpread('random - SynFlow', [steady], [wide], {
      minimumEffect: 1,
      unit: 'pp',
    });
    assert.equal(outcome, 'supported');
    assertClose(effect, 2.25, 1e-12);
    assert.equal(n, 8);
    assert.equal(p, 2 / 2 ** 8);
  });

  it('averages a seed over conditions, each centred by itself', () => {
    const shifted = wide.map((v) => v + 50);
    const { effect, n, p } = lessSpread('a', [steady, steady], [wide, shifted], {
      minimumEffect: 0,
    });
    assertClose(effect, 2.25, 1e-12);
    assert.deepEqual([n, p], [8, 2 / 2 ** 8]); // still eight seeds, not sixteen values
    const mixed = lessSpread('a', [steady, wide], [wide, wide], { minimumEffect: 0 });
    assertClose(mixed.effect, 1.125, 1e-12);
  });

  it('copes with an arm that does not vary, and with two', () => {
    const still = wide.map(() => 10);
    assertClose(lessSpread('a', [still], [wide], { minimumEffect: 1 }).effect, 2.5, 1e-12);
    const none = lessSpread('a', [still], [still], { minimumEffect: 1 });
    assert.deepEqual([none.outcome, none.effect, none.p], ['refuted', 0, 1]);
  });

  it('refutes an arm that varies more, and leaves open what is alike', () => {
    assert.equal(lessSpread('a', [wide], [steady], { minimumEffect: 1 }).outcome, 'refuted');
    const alike = lessSpread('a', [wide], [wide.toReversed()], { minimumEffect: 0 });
    assert.equal(alike.outcome, 'inconclusive');
  });

  it('refuses arms that cannot be paired', () => {
    const threshold = { minimumEffect: 0 };
    assert.throws(() => lessSpread('a', [], [], threshold), /compares 0 conditions with 0/);
    assert.throws(() => lessSpread('a', [wide], [wide, wide], threshold), /1 conditions with 2/);
    assert.throws(
      () => lessSpread('a', [wide], [wide.slice(1)], threshold),
      /8 seeds under one condition and 7 under another/,
    );
    assert.throws(() => lessSpread('a', [[]], [[]], threshold), /nothing to judge/);
  });
});
