import assert from 'node:assert/strict';
import { sgd } from '../../../../src/engine/optimizer.js';
import { tfjsEngine } from '../../../../src/engine/tfjs/engine.js';
import { remoteEngine } from '../../../../src/engine/tfjs/isolation/remote.js';
import { UserError } from '../../../../src/errors.js';
import { stream } from '../../../../src/math/rng.js';
import type { Model } from '../../../../src/models/model.js';
import { assertClose } from '../../../support/close.js';
import { assertEnginesAgree, drawDataset, drawParameters } from '../../agreement.js';

const model: Model = {
  name: 'small',
  inputShape: [1, 3, 3],
  numClasses: 2,
  layers: [
    { kind: 'conv2d', name: 'conv', channels: 3, kernel: 3 },
    { kind: 'tanh' },
    { kind: 'dropout', rate: 0.5 },
    { kind: 'dense', name: 'fc', units: 2 },
  ],
};

// Any backend will do; the one that is meant, WebGPU, is not on every machine.
describe('an engine in another thread', () => {
  it('does exactly what it does in this one', async () => {
    const [there, here] = [await remoteEngine('cpu'), await tfjsEngine('cpu')];
    assert.equal(there.name, 'cpu');
    assert.deepEqual(there.details, here.details);
    assertEnginesAgree(there, here, model, { tolerance: 0, density: 0.5 });
  });

  it('holds several networks, and follows the batch through the order', async () => {
    const engine = await remoteEngine('cpu');
    const data = drawDataset(model, 9, stream(1, 'data'));
    const [a, b] = [1, 2].map((seed) => {
      const network = engine.compile(model, { batchSize: 4, optimizer: sgd() });
      network.load(drawParameters(model, stream(seed, 'init')));
      return network;
    });
    const order = Int32Array.of(8, 7, 6, 5, 4, 3, 2, 1, 0);
    const all = [0, 4].flatMap((start) => [...a.logits(data, order, start, 4)]);
    assert.notDeepEqual([...b.logits(data, order, 0, 4)], all.slice(0, 8));
    assert.deepEqual([...a.logits(data, order, 2, 4)], all.slice(4, 12));
    a.dispose();
    assert.throws(() => a.parameters(), /was disposed of/);
    assertClose(b.evaluate(data).loss, b.evaluate(data, order).loss, 1e-6);
  });

  it('hands on what is wrong, and works on', async () => {
    const engine = await remoteEngine('cpu');
    assert.throws(
      () => engine.compile({ ...model, numClasses: 7 }, { batchSize: 1 }),
      (error) => error instanceof UserError && error.message.includes('one output per class (7)'),
    );
    const network = engine.compile(model, { batchSize: 1 });
    assert.throws(() => network.load({}), /lack 'conv.weight'/);
    const data = drawDataset(model, 2, stream(1, 'data'));
    assert.throws(() => network.logits(data, Int32Array.of(0), 0, 2), /has 1 to 1 examples/);
    assert.throws(() => network.logits(data, Int32Array.of(5), 0, 1), /Example 5 .*does not exist/);
    network.load(drawParameters(model, stream(1, 'init')));
    assert.equal(network.logits(data, Int32Array.of(1), 0, 1).length, 2);
  });

  it('says at the start that it cannot be used', async () => {
    await assert.rejects(remoteEngine('nonsense' as 'cpu'));
  });
});
