import assert from 'node:assert/strict';
import { makeDataset } from '../../../src/data/dataset.js';
import { glyphs } from '../../../src/data/glyphs.js';
import {
  type AtInitConfig,
  atInitDefaults,
  modelOf,
} from '../../../src/experiments/at-init/settings.js';
import {
  drawParameters,
  makeUntrained,
  pruneUntrained,
} from '../../../src/experiments/at-init/untrained.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import { mean } from '../../../src/math/statistics.js';
import { initialise } from '../../../src/models/initialise.js';
import { kept, layerDensities, type Mask } from '../../../src/models/mask.js';
import { allocateLayerwise } from '../../../src/pruning/allocation.js';
import { pruneIteratively, type PruningRound } from '../../../src/pruning/iterate.js';
import { drawScoringBatch } from '../../../src/pruning/scoring-batch.js';
import { scorers } from '../../../src/pruning/scores/register.js';
import { smartRatios } from '../../../src/pruning/smart-ratios.js';

const { train } = glyphs({ name: 'glyphs-14', size: 14, train: 500, test: 10, seed: 0 });
const base: AtInitConfig = {
  ...atInitDefaults,
  dataset: 'glyphs-14',
  model: 'mlp-20-20',
  seed: 7,
};
const model = modelOf(base);

function pruned(more: Partial<AtInitConfig>, density = 0.2, data = train): Mask {
  const config = { ...base, ...more };
  const untrained = makeUntrained(config, data);
  try {
    return pruneUntrained(untrained, config, density);
  } finally {
    untrained.dispose();
  }
}

describe('untrained nets', () => {
  const parameters = initialise(model, stream(7, 'init'), { weights: 'kaiming-normal' });

  for (const scorer of ['random', 'magnitude', 'snip', 'grasp', 'synflow']) {
    for (const scope of ['global', 'layerwise'] as const) {
      it(`are pruned by ${scorer}, ${scope}, as the library prunes`, () => {
        const batch = drawScoringBatch(train, { perClass: 10 }, stream(7, 'scoring'));
        const network = wasmEngine().compile(model, {
          batchSize: 100,
          holdGates: scorer === 'grasp',
        });
        const evidence = { rng: stream(7, 'pruning'), network, batch };
        const options = { density: 0.2, iterations: 3, scope, schedule: 'linear' as const };
        const expected = pruneIteratively(model, scorers[scorer], parameters, evidence, options);
        network.dispose();
        assert.deepEqual(pruned({ scorer, scope, iterations: 3, schedule: 'linear' }), expected);
      });
    }
  }

  for (const scorer of ['snip', 'synflow', 'grasp']) {
    it(`have smart ratios filled by the scores of ${scorer}`, () => {
      const config = { ...base, scorer, scope: 'smart-ratios' } as const;
      const rounds: PruningRound[] = [];
      const untrained = makeUntrained(config, train);
      const mask = pruneUntrained(untrained, config, 0.3, (round) => rounds.push(round));
      untrained.evidence.network!.load(untrained.parameters);
      const scores = untrained.scorer.score(model, parameters, mask, untrained.evidence);
      untrained.dispose();
      const [{ round, before, mask: told, scores: ranked }] = rounds;
      assert.equal(rounds.length, 1);
      assert.deepEqual([round, kept(before), told], [1, 4520, mask]);
      const ratios = smartRatios(model, 0.3);
      for (const [name, share] of Object.entries(layerDensities(mask))) {
        assert.ok(Math.abs(share - ratios[name]) < 1e-9, name);
      }
      assert.ok(ranked['fc1.weight'].some((score) => score !== 0));
      if (scorer !== 'grasp') assert.deepEqual(mask, allocateLayerwise(scores, before, ratios));
    });
  }

  it('draw their scoring batch from what the config says', () => {
    const batchOf = (more: Partial<AtInitConfig>) => {
      const untrained = makeUntrained({ ...base, scorer: 'snip', ...more }, train);
      untrained.dispose();
      const { data, examples } = untrained.evidence.batch!;
      return { data, examples, classes: Array.from(examples, (i) => data.labels[i]) };
    };
    const perClass = batchOf({ scoringPerClass: 3 }).classes;
    for (let label = 0; label < 10; label++) {
      assert.equal(perClass.filter((c) => c === label).length, 3);
    }
    assert.deepEqual(batchOf({ scoringClass: 4, scoringSize: 6 }).classes, [4, 4, 4, 4, 4, 4]);
    assert.deepEqual(batchOf({ scoringClass: 4, scoringPerClass: 2 }).classes, [4, 4]);
    assert.equal(batchOf({ scoringSize: 1 }).classes.length, 1, 'one example is a batch too');
    const plain = batchOf({ scoringSize: 50 });
    const corrupt = batchOf({ scoringSize: 50, scoringData: 'corrupted' });
    assert.equal(plain.data, train);
    assert.equal(corrupt.data.size, 50);
    assert.notDeepEqual(corrupt.classes, plain.classes);
    const brightness = ({ data, examples }: typeof plain, place: number): number =>
      mean(Array.from(data.images.subarray(examples[place] * 196, (examples[place] + 1) * 196)));
    for (const place of [0, 20, 49]) {
      assert.equal(brightness(corrupt, place), brightness(plain, place), 'the same picture');
    }
  });

  it('score by what they see: other examples, other masks', () => {
    const masks = [
      {},
      { scoringPerClass: 1 },
      { scoringClass: 3 },
      { scoringData: 'corrupted' as const },
    ].map((more) => JSON.stringify(Object.values(pruned({ scorer: 'snip', ...more })).map(String)));
    assert.equal(new Set(masks).size, 4);
  });

  it('corrupt data that have targets besides labels', () => {
    const withTargets = makeDataset({ ...train, targets: new Float32Array(500 * 10) });
    assert.deepEqual(
      pruned({ scorer: 'snip', scoringData: 'corrupted' }, 0.2, withTargets),
      pruned({ scorer: 'snip', scoringData: 'corrupted' }),
    );
  });

  it('say which class has too few examples', () => {
    const few = makeDataset({
      ...train,
      images: train.images.slice(0, 25 * 196),
      labels: Uint8Array.from({ length: 25 }, (_, i) => (i < 22 ? i % 2 : 2)),
    });
    assert.throws(() => pruned({ scorer: 'snip' }, 0.2, few), {
      name: 'UserError',
      message: /10 examples of every class of glyphs-14 .*: class 2 has 3, class 3 has 0/,
    });
    assert.throws(() => pruned({ scorer: 'snip', scoringClass: 2 }, 0.2, few), {
      name: 'UserError',
      message: /10 examples cannot be drawn from 3 of glyphs-14\. Ask for fewer/,
    });
    assert.throws(() => pruned({ scorer: 'snip', scoringClass: 9 }, 0.2, few), /drawn from 0 of/);
  });

  it('scale their biases and nothing else', () => {
    const options = { ...base, biases: 'pytorch-default' } as const;
    const drawn = drawParameters(model, options, 'init');
    const scaled = drawParameters(model, { ...options, biasScale: 4 }, 'init');
    assert.ok(drawn['fc1.bias'].some((bias) => bias !== 0));
    assert.deepEqual(
      scaled['fc1.bias'],
      drawn['fc1.bias'].map((bias) => bias * 4),
    );
    assert.deepEqual(scaled['fc1.weight'], drawn['fc1.weight']);
    assert.deepEqual(drawParameters(model, base, 'init'), parameters);
    assert.notDeepEqual(drawParameters(model, base, 'reinit'), parameters);
  });

  for (const scope of ['global', 'smart-ratios'] as const) {
    it(`name the layer where a parameter or a score is not finite (${scope})`, () => {
      const weights = { weights: 'normal', scope } as const;
      assert.throws(() => pruned({ ...weights, deviation: 3e38 }), {
        name: 'UserError',
        message: /Parameter 'fc1.weight' of mlp-20-20 is -?Infinity at place \d+/,
      });
      assert.throws(() => pruned({ ...weights, scorer: 'snip', deviation: 1e30 }), {
        name: 'UserError',
        message: /weight 0 of 'fc1.weight', given by the scorer 'snip', is not a number .* float32/,
      });
    });
  }
});
