import assert from 'node:assert/strict';
import {
  applyMask,
  countKept,
  density,
  denseMask,
  isNested,
  kept,
  layerDensities,
  type Mask,
} from '../../src/models/mask.js';
import { type Parameters, prunableSpecs } from '../../src/models/model.js';
import { allocateGlobal } from '../../src/pruning/allocation.js';
import { densitiesOfRounds } from '../../src/pruning/densities.js';
import { scoreUnderMask } from '../../src/pruning/evidence.js';
import {
  type IterationOptions,
  pruneIteratively,
  type PruningRound,
} from '../../src/pruning/iterate.js';
import type { Evidence, Scorer } from '../../src/pruning/scorer.js';
import { scorers } from '../../src/pruning/scores/register.js';
import { goldenMlp } from '../support/synflow-nets.js';
import { evidenceOf } from './synflow-golden.js';

const { model, parameters } = goldenMlp;
const biasless: Parameters = Object.fromEntries(
  Object.entries(parameters).map(([name, v]) => [name, name.endsWith('bias') ? v.map(() => 0) : v]),
);

describe('pruneIteratively', () => {
  const evidence = evidenceOf(goldenMlp);
  const { network, rng } = evidence;
  after(() => {
    network.dispose();
  });

  function run(
    scorer: string | Scorer,
    options: IterationOptions,
    theta = parameters,
  ): { mask: Mask; rounds: PruningRound[] } {
    const rounds: PruningRound[] = [];
    const chosen = typeof scorer === 'string' ? scorers[scorer] : scorer;
    const mask = pruneIteratively(model, chosen, theta, evidence, {
      ...options,
      onRound: (round) => rounds.push(round),
    });
    return { mask, rounds };
  }

  for (const name of ['magnitude', 'snip', 'grasp', 'synflow']) {
    it(`scores, keeps round(d_k N) survivors, and repeats: ${name}`, () => {
      const { mask, rounds } = run(name, { density: 0.05, iterations: 7 });
      assert.equal(rounds.length, 7);
      let expected = denseMask(model);
      densitiesOfRounds(0.05, { iterations: 7 }).forEach((target, i) => {
        const state = { parameters, mask: expected };
        const scores = scoreUnderMask(model, scorers[name], state, evidence);
        const before = expected;
        expected = allocateGlobal(scores, before, target);
        assert.equal(kept(expected), Math.round(target * 572));
        assert.ok(isNested(expected, before));
        const round = { round: i + 1, rounds: 7, density: target, scores, before, mask: expected };
        assert.deepEqual(rounds[i], round);
      });
      assert.deepEqual(mask, expected);
    });
  }

  it('falls linearly on request', () => {
    const { rounds } = run('magnitude', { density: 0.2, iterations: 4, schedule: 'linear' });
    assert.deepEqual(
      rounds.map(({ mask }) => kept(mask)),
      [0.8, 0.6, 0.4, 0.2].map((d) => Math.round(d * 572)),
    );
  });

  it('leaves the survivors in the network', () => {
    const { mask } = run('synflow', { density: 0.1, iterations: 3 });
    assert.deepEqual(network.parameters(), applyMask(parameters, mask));
  });

  it('does not depend on the rounds if the scores do not', () => {
    const once = run('magnitude', { density: 0.03 }).mask;
    assert.deepEqual(run('magnitude', { density: 0.03, iterations: 10 }).mask, once);
  });

  it('keeps a path at the maximal compression with SynFlow and no biases (theorem 3)', () => {
    const { mask } = run('synflow', { density: 3 / 572, iterations: 100 }, biasless);
    assert.deepEqual(
      Object.values(mask).map((bits) => countKept(bits)),
      [1, 1, 1],
    );
    const flow = scoreUnderMask(model, scorers.synflow, { parameters: biasless, mask }, evidence);
    const ofLayers = Object.values(flow).map((scores) => Math.max(...scores));
    assert.ok(
      ofLayers.every((score) => score > 0),
      'the three weights are one path',
    );
    // One-shot SynFlow is far from it.
    const oneShot = run('synflow', { density: 3 / 572 }, biasless).mask;
    assert.ok(Object.values(oneShot).some((bits) => countKept(bits) === 0));
  });

  it('brings weights back only with regrowth', () => {
    const comebacks = ({ rounds }: { rounds: PruningRound[] }): number =>
      rounds.filter(({ before, mask }) => !isNested(mask, before)).length;
    assert.equal(comebacks(run('snip', { density: 0.1, iterations: 10 })), 0);
    assert.ok(comebacks(run('snip', { density: 0.1, iterations: 10, regrowth: true })) > 3);
  });

  it('begins at a mask, and what that has pruned stays pruned', () => {
    const start = run('magnitude', { density: 0.5 }).mask;
    for (const regrowth of [false, true]) {
      const { mask, rounds } = run('snip', { density: 0.125, iterations: 2, start, regrowth });
      assert.ok(isNested(mask, start));
      assert.deepEqual(
        rounds.map(({ density: target }) => target),
        [0.25, 0.125],
      );
    }
    assert.deepEqual(run('snip', { density: 0.5, start }).mask, start);
    assert.throws(
      () => run('snip', { density: 0.6, start }),
      /343 weights were to be kept, but the starting mask has only 286/,
    );
  });

  it('gives every parameter the same density on request', () => {
    const { mask, rounds } = run('synflow', { density: 0.1, iterations: 5, scope: 'layerwise' });
    const expected = prunableSpecs(model).map(({ name, size }) => [
      name,
      Math.round(0.1 * size) / size,
    ]);
    assert.deepEqual(layerDensities(mask), Object.fromEntries(expected));
    assert.ok(rounds.every(({ mask: m, density: d }) => Math.abs(density(m) - d) < 0.01));
    assert.throws(
      () => run('synflow', { density: 0.001, scope: 'layerwise' }),
      /keeps none of the 320 weights of 'fc1.weight': ask for a density of at least 0.5 \/ 320/,
    );
  });

  it('goes on by the last scores that say something when no path is left', () => {
    let calls = 0;
    const fading: Scorer = {
      name: 'fading',
      needs: 'weights',
      score: (_model, theta) => {
        calls++;
        return Object.fromEntries(
          prunableSpecs(model).map(({ name }) => [
            name,
            calls < 3 ? theta[name].map(Math.abs) : new Float32Array(theta[name].length),
          ]),
        );
      },
    };
    const { mask } = run(fading, { density: 0.1, iterations: 5 });
    assert.equal(calls, 5);
    assert.deepEqual(mask, run('magnitude', { density: 0.1, iterations: 5 }).mask);
  });

  it('refuses scores that are all zero from the start', () => {
    const nothing = Object.fromEntries(
      Object.entries(parameters).map(([name, v]) => [name, v.map(() => 0)]),
    );
    for (const name of ['magnitude', 'snip', 'grasp', 'synflow']) {
      assert.throws(() => run(name, { density: 0.1, iterations: 3 }, nothing), {
        name: 'UserError',
        message: /The scorer '\w+' gives every weight of mlp-16-12 a score of zero/,
      });
    }
  });

  describe('refuses before any work', () => {
    let calls = 0;
    const never: Scorer = {
      name: 'never',
      needs: 'hessian',
      score: () => {
        calls++;
        return {};
      },
    };
    const refuse = (
      options: IterationOptions,
      message: RegExp,
      theta = parameters,
      given: Evidence = evidence,
    ): void => {
      const attempt = (): Mask => pruneIteratively(model, never, theta, given, options);
      assert.throws(attempt, { name: 'UserError', message });
      assert.equal(calls, 0);
    };

    it('a density that is none', () => {
      for (const wrong of [0, -1, 1.1, NaN]) {
        refuse({ density: wrong }, /Density is the fraction of weights kept/);
      }
    });

    it('fewer weights than layers, unless layers may be empty', () => {
      refuse(
        { density: 0.003 },
        /keeps 2 of the 572 .* its 3 prunable .* compression is N \/ L = 572 \/ 3 = 190.7: ask for a density of at least 3 \/ 572/,
      );
      const { mask } = run('magnitude', { density: 0.003, allowEmptyLayers: true });
      assert.equal(kept(mask), 2);
      assert.equal(kept(run('magnitude', { density: 3 / 572 }).mask), 3);
    });

    it('rounds, schedules and scopes that do not exist', () => {
      refuse({ density: 0.5, iterations: 0 }, /must be a positive whole number, but is 0/);
      refuse({ density: 0.5, schedule: 'cubic' as never }, /There is no schedule 'cubic'/);
      refuse({ density: 0.5, scope: 'local' as never }, /There is no scope 'local'/);
    });

    it('evidence that lacks what the scorer needs', () => {
      refuse({ density: 0.5 }, /'never' needs the network/, parameters, { rng });
      refuse({ density: 0.5 }, /'never' needs examples/, parameters, { rng, network });
    });

    it('parameters that are not finite, or not the right ones', () => {
      for (const value of [NaN, Infinity]) {
        const bias = parameters['fc2.bias'].with(4, value);
        refuse({ density: 0.5 }, new RegExp(`'fc2.bias' of mlp-16-12 is ${value} at place 4`), {
          ...parameters,
          'fc2.bias': bias,
        });
      }
      refuse({ density: 0.5 }, /lack 'fc1.weight'/, {});
      const mask = pruneIteratively(model, scorers.random, {}, { rng }, { density: 0.5 });
      assert.equal(kept(mask), 286, 'who looks at nothing needs no parameters');
    });

    it('a starting mask without a path, and says where it ends', () => {
      const start = { ...denseMask(model), 'fc2.weight': new Uint8Array(192) };
      refuse(
        { density: 0.1, start },
        /no path .* nothing gets beyond 'fc2.weight', so 'never' has/,
      );
      assert.equal(kept(run('magnitude', { density: 0.1, start }).mask), 57);
    });

    it('a starting mask of another model', () => {
      refuse({ density: 0.5, start: { 'fc1.weight': new Uint8Array(3) } }, /mask of 'fc1.weight'/);
    });

    it('but names the scorer where its scores turn out wrong', () => {
      const broken: Scorer = {
        name: 'broken',
        needs: 'weights',
        score: (_model, theta) => ({ ...theta, 'fc3.weight': theta['fc3.weight'].with(7, NaN) }),
      };
      assert.throws(
        () => pruneIteratively(model, broken, parameters, { rng }, { density: 0.5 }),
        /weight 7 of 'fc3.weight', given by the scorer 'broken', is not a number/,
      );
    });
  });
});
