import assert from 'node:assert/strict';
import { makeDataset } from '../../src/data/dataset.js';
import type { Gates } from '../../src/engine/engine.js';
import { float64Engine } from '../../src/engine/float64/engine.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { UserError } from '../../src/errors.js';
import { stream } from '../../src/math/rng.js';
import { denseMask } from '../../src/models/mask.js';
import { adam, randomBytes, randomParameters, smallMlp, upTo } from './wasm/examples.js';

const model = smallMlp([1, 2, 3], [5], 3);
const data = randomBytes(model, 10, stream(1, 'data'));
const order = upTo(10);

function assertRefuses(action: () => unknown, message: RegExp): void {
  assert.throws(action, (error) => {
    assert.ok(error instanceof UserError, `not a UserError: ${String(error)}`);
    assert.match(error.message, message);
    return true;
  });
}

for (const engine of [wasmEngine({ guards: true }), float64Engine()]) {
  describe(`the ${engine.name} engine refuses`, () => {
    const network = engine.compile(model, { batchSize: 4, optimizer: adam });
    network.load(randomParameters(model, stream(1, 'init')));
    after(() => network.dispose());

    it('batch sizes that are not positive integers', () => {
      for (const batchSize of [0, -1, 2.5, NaN]) {
        assertRefuses(() => engine.compile(model, { batchSize }), /batch size must be a positive/);
      }
    });

    it('masks that do not fit the model', () => {
      const mask = { ...denseMask(model), 'fc1.weight': new Uint8Array(7) };
      assertRefuses(() => engine.compile(model, { batchSize: 4, mask }), /mask of 'fc1\.weight'/);
    });

    it('models whose outputs are not the classes', () => {
      const odd = { ...model, numClasses: 4 };
      assertRefuses(
        () => engine.compile(odd, { batchSize: 4 }),
        /one output per class \(4\).*has 3/,
      );
      const empty = { ...model, layers: [] };
      assertRefuses(() => engine.compile(empty, { batchSize: 4 }), /there are no layers/);
    });

    it('to hold what it cannot hold, or has not recorded', () => {
      const bent = smallMlp([1, 2, 3], [5], 3);
      const layers = [{ kind: 'hardTanh' } as const, ...bent.layers];
      const hard = { ...bent, layers };
      assertRefuses(() => engine.compile(hard, { batchSize: 4, holdGates: true }), /'hardTanh1'/);
      const held = () => network.gradients(data, order, 0, 4, 'eval', 'held');
      assertRefuses(held, /To hold the gates of .*, compile it with holdGates: true/);
      const holding = engine.compile(model, { batchSize: 4, holdGates: true });
      const of = (count: number, gates: Gates) => () =>
        holding.gradients(data, order, 0, count, 'eval', gates);
      assertRefuses(of(4, 'held'), /recorded for \(none yet\), but 4 examples/);
      of(3, 'record')();
      assertRefuses(of(4, 'held'), /recorded for \(3 examples\), but 4 examples/);
      holding.dispose();
    });

    it('parameters that do not fit the model', () => {
      assertRefuses(() => network.load({}), /lack 'fc1\.weight'/);
      const parameters = { ...network.parameters(), 'fc2.bias': new Float32Array(2) };
      assertRefuses(() => network.load(parameters), /'fc2\.bias'.*2 values, but 3/);
    });

    it('data sets that do not fit the model', () => {
      const wide = randomBytes(smallMlp([1, 3, 2], [], 3), 5, stream(1, 'wide'));
      assertRefuses(() => network.evaluate(wide), /shape \[1, 3, 2\].*takes \[1, 2, 3\]/);
      const many = makeDataset({ ...data, numClasses: 7 });
      assertRefuses(() => network.evaluate(many), /'noise' has 7 classes.*3 outputs/);
    });

    it('batches that do not fit', () => {
      for (const count of [0, -1, 5, 1.5, NaN]) {
        assertRefuses(() => network.trainStep(data, order, 0, count, 0.1), /has 1 to 4 examples/);
      }
      for (const start of [-1, 7, 0.5, NaN]) {
        assertRefuses(() => network.gradients(data, order, start, 4), /no 4 examples from/);
      }
    });

    it('examples that do not exist', () => {
      assertRefuses(
        () => network.logits(data, Int32Array.of(10), 0, 1),
        /Example 10 .*10 examples/,
      );
      assertRefuses(() => network.evaluate(data, Int32Array.of(-2)), /Example -2/);
    });

    it('evaluating nothing', () => {
      assertRefuses(() => network.evaluate(data, new Int32Array(0)), /nothing to evaluate/);
    });

    it('learning rates that are not finite', () => {
      assertRefuses(() => network.trainStep(data, order, 0, 4, NaN), /learning rate .* NaN/);
    });

    it('to train without an optimizer', () => {
      const frozen = engine.compile(model, { batchSize: 4 });
      assertRefuses(() => frozen.trainStep(data, order, 0, 4, 0.1), /compile it with an optimizer/);
      frozen.dispose();
    });

    it('to work after dispose', () => {
      const gone = engine.compile(model, { batchSize: 4, optimizer: adam });
      gone.dispose();
      gone.dispose();
      for (const use of [
        () => gone.parameters(),
        () => gone.load(network.parameters()),
        () => gone.trainStep(data, order, 0, 4, 0.1),
        () => gone.gradients(data, order, 0, 4),
        () => gone.logits(data, order, 0, 4),
        () => gone.evaluate(data),
        () => gone.outputs(new Float32Array(6), 1),
        () => gone.pullback(new Float32Array(6), new Float32Array(3), 1),
      ]) {
        assertRefuses(use, /disposed of; compile a new one/);
      }
    });
  });
}
