import assert from 'node:assert/strict';
import { denseMask, type Mask } from '../../src/models/mask.js';
import { checkEvidence, scoreUnderMask } from '../../src/pruning/evidence.js';
import { prune } from '../../src/pruning/schedule.js';
import type { Scorer } from '../../src/pruning/scorer.js';
import { scorers } from '../../src/pruning/scores/register.js';
import { goldenMlp } from '../support/synflow-nets.js';
import { evidenceOf } from './synflow-golden.js';

const { model, parameters, data } = goldenMlp;

describe('evidence', () => {
  const evidence = evidenceOf(goldenMlp);
  const { network, batch, rng } = evidence;
  after(() => {
    network.dispose();
  });

  it('is checked for what the scorer needs', () => {
    for (const scorer of Object.values(scorers)) checkEvidence(scorer, evidence);
    checkEvidence(scorers.magnitude, { rng });
    checkEvidence(scorers.synflow, { rng, network });
    assert.throws(() => checkEvidence(scorers.synflow, { rng }), {
      name: 'UserError',
      message: /'synflow' needs the network that is pruned, but its evidence holds none/,
    });
    assert.throws(
      () => checkEvidence(scorers.snip, { rng, network }),
      /'snip' needs examples, but its evidence holds none/,
    );
    const empty = { data, examples: new Int32Array(0) };
    assert.throws(
      () => checkEvidence(scorers.snip, { rng, network, batch: empty }),
      /'snip' needs examples/,
    );
    const gateless = { rng, batch: batch!, network: { ...network, holdsGates: false } };
    assert.throws(
      () => checkEvidence(scorers.grasp, gateless),
      /'grasp' needs a network that can hold its ReLUs: compile mlp-16-12 with holdGates: true/,
    );
  });

  it('has the masked weights in its network when a scorer is called', () => {
    const mask: Mask = { ...denseMask(model), 'fc3.weight': new Uint8Array(60) };
    let seen = 0;
    const spy: Scorer = {
      name: 'spy',
      needs: 'flow',
      score: (_model, _parameters, _mask, { network: given }) => {
        const held = given!.parameters();
        assert.deepEqual(held['fc3.weight'], new Float32Array(60));
        assert.deepEqual(held['fc1.weight'], parameters['fc1.weight']);
        seen++;
        return parameters;
      },
    };
    scoreUnderMask(model, spy, { parameters, mask }, evidence);
    assert.equal(seen, 1);
  });

  it('reaches the scorers of lottery tickets too', () => {
    const rates = { scope: 'global', rate: 0.5, outputRate: 0.5 } as const;
    const state = { parameters, mask: denseMask(model) };
    const half = prune(model, scorers.synflow, state, { rates, rounds: 1, rng, network });
    const scores = scoreUnderMask(model, scorers.synflow, state, evidence);
    const all = Object.keys(half).flatMap((name) =>
      [...scores[name]].map((score, i) => ({ score, kept: half[name][i] === 1 })),
    );
    const survivors = all.filter(({ kept }) => kept).map(({ score }) => score);
    const gone = all.filter(({ kept }) => !kept).map(({ score }) => score);
    assert.equal(survivors.length, 286); // of 572
    assert.ok(Math.min(...survivors) >= Math.max(...gone));
    assert.throws(
      () => prune(model, scorers.synflow, state, { rates, rounds: 1, rng }),
      /'synflow' needs the network/,
    );
  });
});
