// Scores and masks of the SynFlow authors' code, from the wasm engine.
import assert from 'node:assert/strict';
import { denseMask, kept, type Mask } from '../../src/models/mask.js';
import { allocateGlobal, keepLargest } from '../../src/pruning/allocation.js';
import { scoreUnderMask } from '../../src/pruning/evidence.js';
import type { Evidence, Scorer, Scores } from '../../src/pruning/scorer.js';
import { scorers } from '../../src/pruning/scores/register.js';
import { assertNumbersClose } from '../engine/evidence/golden.js';
import {
  evidenceOf,
  floats,
  goldenNets,
  type GoldenNet,
  type MaskCase,
  unpackMask,
} from './synflow-golden.js';

/** The density after an epoch of theirs. */
function densityOf({ exponent, epochs, schedule }: MaskCase, epoch: number): number {
  const final = Math.pow(10, -exponent);
  return schedule === 'linear'
    ? 1 - (1 - final) * (epoch / epochs)
    : Math.pow(final, epoch / epochs);
}

/** Their rule: prune int((1 - density) N) weights, and all that equal the last of these. */
function theirCount(scores: Scores, pool: readonly string[], density: number): number {
  const sorted = Float32Array.from(pool.flatMap((name) => [...scores[name]])).sort();
  const pruned = Math.trunc((1 - density) * sorted.length);
  if (pruned < 1) return sorted.length;
  return sorted.filter((score) => score > sorted[pruned - 1]).length;
}

/** Their loop: each epoch scores the masked net, and all weights compete anew. */
function theirMask(net: GoldenNet, scorer: Scorer, evidence: Evidence, given: MaskCase): Mask {
  const dense = denseMask(net.model);
  const names = Object.keys(dense);
  const pools = given.scope === 'global' ? [names] : names.map((name) => [name]);
  let mask = dense;
  for (let epoch = 1; epoch <= given.epochs; epoch++) {
    const state = { parameters: net.parameters, mask };
    const scores = scoreUnderMask(net.model, scorer, state, evidence);
    const density = densityOf(given, epoch);
    mask = Object.assign(
      {},
      ...pools.map((pool) =>
        keepLargest(pool, scores, dense, theirCount(scores, pool, density), {
          scorer: scorer.name,
        }),
      ),
    ) as Mask;
  }
  return mask;
}

/** Weights in one mask and not the other, with the difference of their scores from the threshold. */
function differences(one: Mask, other: Mask): [name: string, index: number][] {
  return Object.entries(one).flatMap(([name, bits]) =>
    [...bits.keys()]
      .filter((i) => bits[i] !== other[name][i])
      .map((i): [string, number] => [name, i]),
  );
}

for (const [netName, net] of Object.entries(goldenNets)) {
  describe(`${netName} against the code of the SynFlow authors`, () => {
    let evidence: ReturnType<typeof evidenceOf>;
    before(() => {
      evidence = evidenceOf(net);
    });
    after(() => {
      evidence.network.dispose();
    });
    const dense = denseMask(net.model);
    const state = { parameters: net.parameters, mask: dense };
    // `random` of theirs is a given draw.
    const scorerOf = (name: string): Scorer =>
      name === 'random'
        ? { name, needs: 'nothing', score: () => floats(net.scores.random) }
        : scorers[name];
    const known = net.cases.filter(({ scorer }) => scorer !== 'grasp-eval');

    for (const name of ['snip', 'synflow']) {
      it(`has its scores: ${name}`, () => {
        const scores = scoreUnderMask(net.model, scorers[name], state, evidence);
        assertNumbersClose(scores, net.scores[name], 1e-3, 1e-5);
      });
    }

    if (net.trainMode !== undefined) {
      it('has its scores: SNIP with the statistics of the batch', () => {
        const scores = scoreUnderMask(net.model, scorers['snip-train'], state, evidence);
        assertNumbersClose(scores, net.trainMode!['snip-train'], 1e-3, 1e-5);
      });
    }

    it('has its masks', () => {
      const firm = known.filter(({ tieSensitive }) => !tieSensitive);
      assert.ok(firm.length >= 31);
      for (const given of firm) {
        const { mask: digits, ...what } = given;
        const mask = theirMask(net, scorerOf(given.scorer), evidence, given);
        assert.deepEqual(mask, unpackMask(net.model, digits), JSON.stringify(what));
        assert.equal(kept(mask), given.remaining);
      }
    });

    it('has its masks up to ties where scores at the threshold are equal', () => {
      const tied = known.filter(({ tieSensitive }) => tieSensitive);
      assert.equal(tied.length, netName === 'resnet' ? 3 : 0);
      for (const given of tied) {
        const mask = theirMask(net, scorerOf(given.scorer), evidence, given);
        const theirs = unpackMask(net.model, given.mask);
        assert.equal(kept(mask), given.remaining);
        const scores = scoreUnderMask(net.model, scorerOf(given.scorer), { ...state, mask }, evidence);
        const survivors = Object.entries(mask).flatMap(([name, bits]) =>
          [...scores[name]].filter((_, i) => bits[i] === 1),
        );
        const threshold = Math.min(...survivors);
        for (const [name, i] of differences(mask, theirs)) {
          assert.ok(Math.abs(scores[name][i] - threshold) <= 1e-5 * threshold, `${name}[${i}]`);
        }
      }
    });

    it('keeps one weight fewer than theirs, or as many, when the count is round(density * N)', () => {
      for (const given of known.filter((c) => c.epochs === 1 && c.scope === 'global')) {
        const scores = scoreUnderMask(net.model, scorerOf(given.scorer), state, evidence);
        const ours = allocateGlobal(scores, dense, Math.pow(10, -given.exponent));
        const theirs = unpackMask(net.model, given.mask);
        assert.ok([0, 1].includes(kept(theirs) - kept(ours)));
        assert.equal(differences(theirs, ours).length, kept(theirs) - kept(ours));
      }
    });
  });
}
