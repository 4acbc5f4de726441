import assert from 'node:assert/strict';
import { stream } from '../../../src/math/rng.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { denseMask } from '../../../src/models/mask.js';
import { mlp } from '../../../src/models/mlp.js';
import { scoreUnderMask } from '../../../src/pruning/evidence.js';
import { makeSynflow } from '../../../src/pruning/scores/synflow.js';

// test/pruning/synflow-golden.test.ts holds it against the numbers of the authors' code.
describe('SynFlow', () => {
  // x1, x2 -> h -> y: the only paths are x1-h-y and x2-h-y
  const model = mlp({ inputShape: [1, 1, 2], hidden: [1], numClasses: 1 });
  const parameters = {
    'fc1.weight': Float32Array.from([2, -3]),
    'fc1.bias': Float32Array.from([-5]),
    'fc2.weight': Float32Array.from([-4]),
    'fc2.bias': Float32Array.from([7]),
  };
  const network = wasmEngine().compile(model, { batchSize: 1 });
  const evidence = { network, rng: stream(1, 'pruning') };
  after(() => {
    network.dispose();
  });

  it('is the flow through each weight of the net of absolute values', () => {
    const state = { parameters, mask: denseMask(model) };
    assert.deepEqual(scoreUnderMask(model, makeSynflow({ offsets: 'zero' }), state, evidence), {
      'fc1.weight': Float32Array.from([8, 12]), // 2 * 4, 3 * 4
      'fc2.weight': Float32Array.from([20]), // (2 + 3) * 4
    });
    // A bias of 5 flows through the second layer, but not through the first.
    assert.deepEqual(scoreUnderMask(model, makeSynflow(), state, evidence), {
      'fc1.weight': Float32Array.from([8, 12]),
      'fc2.weight': Float32Array.from([40]), // (2 + 3 + 5) * 4
    });
  });

  it('gives a pruned weight nothing', () => {
    const mask = { 'fc1.weight': Uint8Array.of(1, 0), 'fc2.weight': Uint8Array.of(1) };
    const scores = scoreUnderMask(
      model,
      makeSynflow({ offsets: 'zero' }),
      { parameters, mask },
      evidence,
    );
    assert.deepEqual(scores, {
      'fc1.weight': Float32Array.from([8, 0]),
      'fc2.weight': Float32Array.from([8]),
    });
  });

  it('has names', () => {
    assert.equal(makeSynflow().name, 'synflow');
    assert.equal(makeSynflow({ offsets: 'zero' }).name, 'synflow-zero-offsets');
  });
});
