import assert from 'node:assert/strict';
import { applyMask, type Mask } from '../../../src/models/mask.js';
import { prunableSpecs } from '../../../src/models/model.js';
import { scoreUnderMask } from '../../../src/pruning/evidence.js';
import { makeSnip } from '../../../src/pruning/scores/snip.js';
import { referencePass, toDoubles } from '../../engine/wasm/reference.js';
import { goldenMlp } from '../../support/synflow-nets.js';
import { evidenceOf } from '../synflow-golden.js';

const { model, parameters, data, examples } = goldenMlp;

// test/pruning/synflow-golden.test.ts holds it against the numbers of the authors' code.
describe('SNIP', () => {
  it('is the slope of the loss along the mask, of pruned weights too', () => {
    const evidence = evidenceOf(goldenMlp);
    const mask: Mask = Object.fromEntries(
      prunableSpecs(model).map(({ name, size }) => [
        name,
        Uint8Array.from({ length: size }, (_, i) => (i % 3 === 0 ? 0 : 1)),
      ]),
    );
    const scores = scoreUnderMask(model, makeSnip(), { parameters, mask }, evidence);
    evidence.network.dispose();
    const masked = toDoubles(applyMask(parameters, mask));
    const inputs = Array.from(examples, (i) =>
      Float64Array.from(data.images.subarray(20 * i, 20 * i + 20)),
    );
    const loss = (): number => referencePass(model.layers, masked, inputs, data.labels).loss;
    let pruned = 0;
    for (const { name, size } of prunableSpecs(model)) {
      for (let i = 0; i < size; i += 7) {
        const [kept, theta] = [masked[name][i], parameters[name][i]];
        masked[name][i] = kept + 1e-6 * theta; // the mask, 1e-6 more
        const above = loss();
        masked[name][i] = kept - 1e-6 * theta;
        const slope = Math.abs((above - loss()) / 2e-6);
        masked[name][i] = kept;
        assert.ok(Math.abs(scores[name][i] - slope) < 1e-6, `${name}[${i}]`);
        if (mask[name][i] === 0 && slope > 1e-3) pruned++;
      }
    }
    assert.ok(pruned > 3, 'some pruned weights have a score');
  });

  it('says by its name which statistics it uses', () => {
    assert.deepEqual(
      [makeSnip(), makeSnip({ mode: 'train' })].map(({ name }) => name),
      ['snip', 'snip-train'],
    );
    assert.equal(makeSnip().needs, 'gradients');
  });
});
