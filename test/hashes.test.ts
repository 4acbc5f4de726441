import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { replications } from '../replications/index.js';
import { runId } from '../src/experiment/run-id.js';
import { experiments } from '../src/experiments/register.js';
import { sgd } from '../src/engine/optimizer.js';
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { stream } from '../src/math/rng.js';
import { initialise } from '../src/models/initialise.js';
import type { Parameters } from '../src/models/model.js';
import { buildModel } from '../src/models/register.js';
import { train } from '../src/training/train.js';
import { randomBytes, randomMask } from './engine/wasm/examples.js';
import { trainSmall } from './engine/wasm/train-small.js';

// The names of runs. A change here orphans every result anybody has kept: raise the experiment's
// version instead, if the same config now gives other rows; else find out what renamed the run.
describe('hashes', () => {
  it('pins the names of runs', () => {
    const pinned: [string, object, string][] = [
      // sha256 of {"config":{},"experiment":"prune-retrain","version":1}, worked out elsewhere
      ['prune-retrain', {}, 'af64ec8aa511ab10bf46'],
      ['prune-retrain', { seed: 3, rounds: [0, 1, 2] }, '97f103e729be55e565a2'],
      ['prune-retrain', { rounds: [0, 4], start: 'reinit', draw: 2 }, 'cc8becc204e4f88bf2bd'],
      // the same, by Python's hashlib and json
      ['prune-at-init', {}, '3f32de4bd9b0f509a70f'],
      ['prune-at-init', { scorer: 'snip', control: 'shuffle' }, '3f32de4bd9b0f509a70f'],
      ['prune-at-init', { density: 0.1, iterations: 100 }, '7f7e56b8f63f8f3b2b6a'],
      ['mask-at-init', {}, 'b94bfb16db9ad85c7383'],
      ['pruning-rounds', { iterations: 100, schedule: 'linear' }, '98939174c012128c0ab0'],
      ['conservation', { scorer: 'snip' }, '794ca68abf8323a1787b'],
      ['first-layer', { scorer: 'snip', scoringSize: 100 }, '0d93514c8efc69412b57'],
      ['linear-pruning', {}, '69599274f51416acf4f9'],
      ['linear-pruning', { sizes: [10, 40], kept: 10 }, '00134dd50dbe22a96706'],
      ['random-features', { seed: 3 }, '3fc8d88391eee1b59020'],
      ['linear-path', {}, '0e2d78c600be4c887be1'],
    ];
    for (const [experiment, config, id] of pinned) {
      assert.equal(runId(experiments[experiment], config as never), id, JSON.stringify(config));
    }
  });

  it('pins the first and last run of every preset', () => {
    const ids = replications.flatMap(({ paper, presets }) =>
      Object.entries(presets).map(([name, { runs }]) => [
        `${paper.key} ${name}`,
        runId(runs[0].experiment, runs[0].config),
        runId(runs[runs.length - 1].experiment, runs[runs.length - 1].config),
      ]),
    );
    assert.deepEqual(ids, [
      ['frankle2019lottery smoke', 'a6a9b74eaaec98551a4b', '29a1206176f9995c348b'],
      ['frankle2019lottery course', '62b0e79cfd8015e41e7d', '40d11ff3e0e895d10018'],
      ['frankle2019lottery paper', 'e9926bce420d57d06575', '1f4be9e9be4dd8d72ced'],
      ['frankle2020linear smoke', '778a69d57846fb952bf3', 'c66fb426430baf29c381'],
      ['frankle2020linear course', '305d06f1f7893f64f2b9', 'dae776c839a1f44734f0'],
      ['frankle2020linear paper', 'cdd7a3b32acd04f0db86', 'e1a8527e6dc6fb1264a4'],
      ['lee2019snip smoke', '4d0dca549e5f13d3aa76', 'ba80b42b022aab92b42b'],
      ['lee2019snip course', '269fd442c33b7ce9d99b', '593d7830caea721b11e3'],
      ['lee2019snip paper', '269fd442c33b7ce9d99b', '93f9adb2520950fecd48'],
      ['tanaka2020synflow smoke', 'ec393c9af0fa1c2128c0', '5d709f6cfe8442e86ab4'],
      ['tanaka2020synflow course', '6fabe4967a840331a11a', '564cbce604d1265b9874'],
      ['tanaka2020synflow paper', '6fabe4967a840331a11a', '69a728d17bfff81aae33'],
      ['chang2021provable smoke', '56630048d25294439ac4', '223d5195b4219da19134'],
      ['chang2021provable course', 'e821d9d1431298a755a4', '3272e53f021cda4a338e'],
      ['chang2021provable paper', '15408ac7f0a7ebbda953', '344cc467d8aed0d27c6f'],
      ['he2022sparse smoke', 'f4cb68b599426ad18f7a', '1e670073c37920b6f57d'],
      ['he2022sparse course', 'bcd32cc91e7317e82a75', '8f4e3eb4b5a4e331beea'],
      ['he2022sparse paper', '03f9c2f1c7743365d7f0', '30588e973a83871977b7'],
    ]);
  });
});

// What engines compute, to the last bit, whatever the machine and the version of Node.js. A change here
// changes recorded results: see "Change an engine kernel" in CONTRIBUTING.md.
describe('the bits of training', () => {
  const hashOf = (parameters: Parameters): string => {
    const hash = createHash('sha256');
    for (const name of Object.keys(parameters).sort()) hash.update(name).update(parameters[name]);
    return hash.digest('hex').slice(0, 16);
  };

  it('are those of an MLP, dense and sparse layers', () => {
    assert.equal(hashOf(trainSmall(1)), '4790781d26dc81ba');
  });

  for (const [what, density, expected] of [
    ['a residual net, dense, by Winograd', 1, 'bc1a2ae5b8aa0a22'],
    ['a residual net, sparse', 0.1, '1e721840f67fccea'],
    ['a GRU, masked', 0.3, '845ad167a4810678'],
  ] as const) {
    it(`are those of ${what}`, () => {
      const name = what.startsWith('a GRU') ? 'gru-20' : 'resnet-8-w12';
      const model = buildModel(name, [3, 8, 8], 5);
      const rng = stream(1, 'bits');
      const data = randomBytes(model, 40, rng);
      const mask = randomMask(model, density, rng);
      const optimizer = sgd({ momentum: 0.9, nesterov: true, weightDecay: 1e-4 });
      const network = wasmEngine().compile(model, { batchSize: 17, mask, optimizer });
      network.load(initialise(model, rng, { weights: 'kaiming-normal' }));
      const augment = { crop: 2, mirror: true, rng: stream(1, 'moves') };
      const examples = Int32Array.from({ length: 40 }, (_, i) => i);
      const order = stream(1, 'order');
      train(network, {
        data,
        examples,
        order,
        augment,
        learningRate: 0.1,
        to: 6,
        after: () => undefined,
      });
      assert.equal(hashOf(network.parameters()), expected);
      network.dispose();
    });
  }
});
