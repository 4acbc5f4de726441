// Scores and masks of the SynFlow authors' code, from the wasm engine.
import assert from 'node:assert/strict';
import { absolutePass } from '../../src/engine/evidence/absolute-pass.js';
import { lossGradients64 } from '../../src/engine/float64/gradients.js';
import { hessianVector64 } from '../../src/engine/float64/hessian.js';
import { denseMask, kept, type Mask } from '../../src/models/mask.js';
import type { Parameters } from '../../src/models/model.js';
import { allocateGlobal, keepLargest } from '../../src/pruning/allocation.js';
import { scoreUnderMask } from '../../src/pruning/evidence.js';
import type { Evidence, Scorer, Scores } from '../../src/pruning/scorer.js';
import { makeGrasp } from '../../src/pruning/scores/grasp.js';
import { scorers } from '../../src/pruning/scores/register.js';
import { makeSnip } from '../../src/pruning/scores/snip.js';
import { assertNumbersClose } from '../support/close.js';
import {
  floats,
  goldenConv,
  goldenMlp,
  type GoldenNet,
  goldenResnet,
  type MaskCase,
} from '../support/synflow-nets.js';
import { evidenceOf, unpackMask } from './synflow-golden.js';

/** Relative and absolute, of the fixture's source for single precision. */
const tolerance = (scorer: string): [number, number] =>
  scorer.startsWith('grasp') ? [1e-2, 1e-4] : [1e-3, 1e-5];

/** The density after an epoch of theirs. */
function densityOf({ exponent, epochs, schedule }: MaskCase, epoch: number): number {
  const final = Math.pow(10, -exponent);
  return schedule === 'linear'
    ? 1 - (1 - final) * (epoch / epochs)
    : Math.pow(final, epoch / epochs);
}

interface Cut {
  /** How many they keep: they prune int((1 - density) N), and all that equal the last of these. */
  readonly keep: number;
  /** By how much the scores left and right of the cut differ, as a fraction. */
  readonly gap: number;
}

function theirCut(scores: Scores, pool: readonly string[], density: number): Cut {
  const sorted = Float32Array.from(pool.flatMap((name) => [...scores[name]])).sort();
  const pruned = Math.trunc((1 - density) * sorted.length);
  if (pruned < 1) return { keep: sorted.length, gap: 1 };
  const [last, next] = sorted.subarray(pruned - 1);
  const keep = sorted.filter((score) => score > last).length;
  return { keep, gap: next === 0 ? 1 : (next - last) / Math.abs(next) };
}

/** Their loop: each epoch scores the masked net, and all weights compete anew. */
function theirMask(
  net: GoldenNet,
  scorer: Scorer,
  evidence: Evidence,
  given: MaskCase,
): { mask: Mask; gap: number } {
  const dense = denseMask(net.model);
  const names = Object.keys(dense);
  const pools = given.scope === 'global' ? [names] : names.map((name) => [name]);
  let mask = dense;
  let gap = 1;
  for (let epoch = 1; epoch <= given.epochs; epoch++) {
    const state = { parameters: net.parameters, mask };
    const scores = scoreUnderMask(net.model, scorer, state, evidence);
    const parts = pools.map((pool) => {
      const cut = theirCut(scores, pool, densityOf(given, epoch));
      gap = Math.min(gap, cut.gap);
      return keepLargest(pool, scores, dense, cut.keep);
    });
    mask = Object.assign({}, ...parts) as Mask;
  }
  return { mask, gap };
}

function differences(one: Mask, other: Mask): number {
  return Object.entries(one).reduce(
    (sum, [name, bits]) => sum + bits.filter((bit, i) => bit !== other[name][i]).length,
    0,
  );
}

const nets: Readonly<Record<string, GoldenNet>> = {
  mlp: goldenMlp,
  conv: goldenConv,
  resnet: goldenResnet,
};

for (const [netName, net] of Object.entries(nets)) {
  describe(`${netName} against the code of the SynFlow authors`, () => {
    let evidence: ReturnType<typeof evidenceOf>;
    before(() => {
      evidence = evidenceOf(net);
    });
    after(() => {
      evidence.network.dispose();
    });
    const { theirs } = net;
    const dense = denseMask(net.model);
    const state = { parameters: net.parameters, mask: dense };
    // `random` of theirs is a given draw.
    const scorerOf = (name: string): Scorer =>
      name === 'random'
        ? { name, needs: 'nothing', score: () => floats(theirs.scores.random) }
        : scorers[name];

    for (const name of ['snip', 'synflow', 'grasp-eval']) {
      it(`has its scores: ${name}`, () => {
        const scores = scoreUnderMask(net.model, scorers[name], state, evidence);
        assertNumbersClose(scores, theirs.scores[name], ...tolerance(name));
      });
    }

    for (const [name, expected] of Object.entries(theirs.trainMode?.scores ?? {})) {
      it(`has its scores by the statistics of the batch: ${name}`, () => {
        const scores = scoreUnderMask(net.model, scorers[name], state, evidence);
        assertNumbersClose(scores, expected, ...tolerance(name));
      });
    }

    it('has its scores of two batches of unequal size, whose mean gradients it sums', () => {
      const { sizes, scores: scoresOf } = theirs.twoBatches;
      const two = evidenceOf(net, sizes[0]);
      const summing = { mode: 'eval', batches: 'summed' } as const;
      for (const scorer of [makeSnip(summing), makeGrasp(summing)]) {
        const scores = scoreUnderMask(net.model, scorer, state, two);
        assertNumbersClose(scores, scoresOf[scorer.name], ...tolerance(scorer.name));
      }
      two.network.dispose();
    });

    it('has its masks', () => {
      assert.equal(theirs.cases.length, 43);
      for (const given of theirs.cases) {
        const { mask: digits, ...what } = given;
        const { mask, gap } = theirMask(net, scorerOf(given.scorer), evidence, given);
        // Where they found ties, so do we; which of the tied goes first makes no difference here.
        if (given.scope === 'global') assert.equal(gap < 1e-5, given.tieSensitive);
        assert.deepEqual(mask, unpackMask(net.model, digits), JSON.stringify(what));
        assert.equal(kept(mask), given.remaining);
      }
    });

    it('differs from its masks by at most one weight where the count is round(density * N)', () => {
      for (const given of theirs.cases.filter((c) => c.epochs === 1 && c.scope === 'global')) {
        const scores = scoreUnderMask(net.model, scorerOf(given.scorer), state, evidence);
        const ours = allocateGlobal(scores, dense, Math.pow(10, -given.exponent));
        const theirs = unpackMask(net.model, given.mask);
        const more = kept(theirs) - kept(ours);
        assert.ok(more === 0 || more === 1);
        assert.equal(differences(theirs, ours), more);
      }
    });
  });
}

type ScoresOfAll = (net: GoldenNet, names: readonly string[]) => Record<string, Float32Array>;

/** Sizes of products of numbers and parameters, divided by `total`. */
function products(
  parameters: Parameters,
  names: readonly string[],
  factors: Numbers64,
  size: (product: number) => number,
): Record<string, Float32Array> {
  const scores = names.map((name) =>
    Array.from(parameters[name], (w, i) => size(w * factors[name][i])),
  );
  const total = Math.abs(scores.flat().reduce((a, b) => a + b, 0)) + 1e-10;
  return Object.fromEntries(
    names.map((name, k) => [name, Float32Array.from(scores[k], (score) => score / total)]),
  );
}

type Numbers64 = Readonly<Record<string, ArrayLike<number>>>;

/** The scores of weights, biases, scales and shifts alike. */
const scoresOfAll: Readonly<Record<string, ScoresOfAll>> = {
  magnitude: ({ parameters }, names) =>
    Object.fromEntries(names.map((name) => [name, parameters[name].map(Math.abs)])),
  snip: ({ model, parameters, data, examples }, names) => {
    const { gradients } = lossGradients64(model, parameters, { data, examples }, { mode: 'eval' });
    return products(parameters, names, gradients, Math.abs);
  },
  grasp: ({ model, parameters, data, examples }, names) => {
    const options = { mode: 'eval', temperature: 200 } as const;
    const { gradients } = lossGradients64(model, parameters, { data, examples }, options);
    const product = hessianVector64(model, parameters, { data, examples }, gradients, options);
    return products(parameters, names, product, (score) => score);
  },
  synflow: (net, names) => {
    const { network } = evidenceOf(net);
    const { gradients } = absolutePass(network);
    network.dispose();
    return Object.fromEntries(
      names.map((name) => [
        name,
        gradients[name].map((slope, i) => slope * Math.abs(net.parameters[name][i])),
      ]),
    );
  },
};

// The variant of their code in which biases and normalisations compete with the weights.
describe('everything prunable, as the SynFlow authors’ code can have it', () => {
  for (const net of [goldenMlp, goldenConv]) {
    const { keep, masks, scores: expected } = net.theirs.everythingPrunable;
    const names = Object.keys(masks.magnitude);

    for (const [scorer, scoresOf] of Object.entries(scoresOfAll)) {
      it(`${scorer} on ${net.model.name}`, () => {
        const scores = scoresOf(net, names);
        assertNumbersClose(scores, expected[scorer], 1e-5, 1e-6);
        const all = Object.fromEntries(
          names.map((name) => [name, new Uint8Array(scores[name].length).fill(1)]),
        );
        const mask = keepLargest(names, scores, all, keep);
        for (const name of names) assert.equal(mask[name].join(''), masks[scorer][name], name);
      });
    }
  }
});
