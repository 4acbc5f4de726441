import assert from 'node:assert/strict';
import type { RunSpec } from '../../src/experiment/experiment.js';
import { openStore } from '../../src/experiment/store/store.js';
import { collect } from '../../src/experiments/laboratory.js';
import { pruneRetrain } from '../../src/experiments/prune-retrain/prune-retrain.js';
import { newFolder } from '../support/temporary-folder.js';

function spec(more: object = {}): RunSpec {
  const config = {
    dataset: 'glyphs-14',
    trainSize: 40,
    validationSize: 20,
    batchSize: 20,
    duration: '2it',
    evaluateEvery: '2it',
    ...more,
  };
  return { experiment: pruneRetrain, config, labels: {} };
}

describe('the laboratory', function () {
  this.timeout(60_000);

  it('trains on the engine that is asked for, by option or by config, and writes down which', async () => {
    const store = openStore(newFolder());
    const asked = [
      { wanted: spec(), options: { engine: 'wasm' }, engine: 'wasm', chosen: /by option/ },
      { wanted: spec({ engine: 'cpu' }), options: {}, engine: 'cpu', chosen: /by config/ },
    ];
    const losses: number[] = [];
    for (const { wanted, options, engine, chosen } of asked) {
      const rows = await collect([wanted], { store, jobs: 1, ...options });
      losses.push(Number(rows.at(-1)!.testLoss));
      const { engine: recorded } = store.read(wanted.experiment, wanted.config).provenance;
      assert.equal(recorded.name, engine);
      assert.match(recorded.chosen, chosen);
    }
    assert.ok(Math.abs(losses[0] - losses[1]) < 1e-4, 'two runs of one training, on two engines');
  });

  it('refuses a sweep whose configs want different engines', async () => {
    const specs = [spec({ engine: 'cpu' }), spec({ engine: 'webgpu' })];
    await assert.rejects(
      collect(specs, { store: openStore(newFolder()) }),
      /several engines \(cpu, webgpu\)/,
    );
  });
});
