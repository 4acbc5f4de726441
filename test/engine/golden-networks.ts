// The networks of stock PyTorch: outputs, losses, gradients, running statistics, three steps.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { makeDataset } from '../../src/data/dataset.js';
import type { Engine, Network } from '../../src/engine/engine.js';
import { crossEntropy, meanSquaredError } from '../../src/engine/loss.js';
import { adam, sgd } from '../../src/engine/optimizer.js';
import type { Model } from '../../src/models/model.js';
import { assertClose } from '../support/close.js';
import { assertTensorsClose } from './agreement.js';

type Tensors = Readonly<Record<string, readonly number[]>>;

interface Golden {
  readonly model: Model;
  readonly loss: 'crossEntropy' | 'meanSquaredError';
  readonly count: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly parameters: Tensors;
  readonly eval: Pass;
  readonly train: Pass & { readonly gradients: Tensors };
  readonly statistics?: Tensors;
  readonly training: readonly {
    readonly optimizer: 'sgd' | 'adam';
    readonly learningRate: number;
    readonly losses: readonly number[];
    readonly parameters: Tensors;
    readonly output: readonly number[];
  }[];
}

interface Pass {
  readonly output: readonly number[];
  readonly loss: number;
  readonly gradients?: Tensors;
}

const cases = ['nn-networks', 'gru'].flatMap((name) => {
  const text = fs.readFileSync(`test/fixtures/${name}.json`, 'utf8');
  return (JSON.parse(text) as { cases: Golden[] }).cases;
});
const optimizers = {
  sgd: sgd({ momentum: 0.9, weightDecay: 1e-4 }),
  adam: adam({ weightDecay: 1e-4 }),
};
const losses = { crossEntropy: crossEntropy(), meanSquaredError: meanSquaredError() };
const floats = (tensors: Tensors): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(tensors).map(([name, v]) => [name, Float32Array.from(v)]));

function batchOf({ model, loss, count, x, y }: Golden): Parameters<Network['logits']> {
  const channels = model.inputShape[0];
  const data = makeDataset({
    name: model.name,
    split: 'train',
    images: Float32Array.from(x),
    labels: loss === 'crossEntropy' ? Uint8Array.from(y) : new Uint8Array(count),
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: new Array<number>(channels).fill(0),
    deviation: new Array<number>(channels).fill(1),
  });
  const targets = loss === 'crossEntropy' ? {} : { targets: Float32Array.from(y) };
  return [{ ...data, ...targets }, Int32Array.from({ length: count }, (_, i) => i), 0, count];
}

/**
 * Tests of an engine, which need not be there yet when they are declared. After training, ten times
 * the tolerance is allowed, for Adam a hundred times.
 */
export function agreesWithPyTorch(engine: () => Engine, { tolerance = 1e-5 } = {}): void {
  for (const golden of cases) {
    it(`agrees with PyTorch on a whole network: ${golden.model.name}`, () => {
      const { model, count, parameters } = golden;
      const batch = batchOf(golden);
      const x = Float32Array.from(golden.x);
      const loss = losses[golden.loss];
      const network = engine().compile(model, { batchSize: count, loss });
      network.load(floats(parameters));
      assertClose(network.evaluate(batch[0]).loss, golden.eval.loss, tolerance);
      for (const mode of ['eval', 'train'] as const) {
        const { output, gradients } = golden[mode];
        assertTensorsClose({ y: network.outputs(x, count, mode) }, { y: output }, tolerance, mode);
        if (gradients === undefined) continue;
        // Zero gradients (of biases before normalisations) are rounding only.
        assertTensorsClose(network.gradients(...batch, mode), gradients, tolerance, mode);
      }
      assert.deepEqual(network.parameters(), floats(parameters), 'looking changes nothing');
      network.dispose();
    });

    it(`agrees with PyTorch in three steps: ${golden.model.name}`, () => {
      const { model, count, training, statistics } = golden;
      const batch = batchOf(golden);
      const loss = losses[golden.loss];
      for (const { optimizer, learningRate, ...expected } of training) {
        const options = { batchSize: count, loss, optimizer: optimizers[optimizer] };
        const network = engine().compile(model, options);
        network.load(floats(golden.parameters));
        expected.losses.forEach((value, step) => {
          assertClose(network.trainStep(...batch, learningRate), value, 10 * tolerance);
          if (step > 0 || statistics === undefined) return;
          const moved = Object.entries(network.parameters());
          const kept = Object.fromEntries(moved.filter(([key]) => key in statistics));
          assertTensorsClose(kept, statistics, tolerance, 'running statistics');
        });
        // Adam's first steps amplify the rounding of gradients that should be zero.
        const allowed = tolerance * (optimizer === 'adam' ? 100 : 10);
        assertTensorsClose(network.parameters(), expected.parameters, allowed, optimizer);
        const y = network.outputs(Float32Array.from(golden.x), count);
        assertTensorsClose({ y }, { y: expected.output }, allowed, 'outputs');
        network.dispose();
      }
    });
  }
}
