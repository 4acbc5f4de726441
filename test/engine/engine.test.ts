// Evidence from the engines themselves, with the numbers of the SynFlow authors' code.
import assert from 'node:assert/strict';
import type { Engine } from '../../src/engine/engine.js';
import { absolutePass } from '../../src/engine/evidence/absolute-pass.js';
import { gradientTimesWeight, perSampleGradients } from '../../src/engine/evidence/gradients.js';
import { tfjsEngine } from '../../src/engine/tfjs/engine.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { assertNumbersClose } from '../support/close.js';
import { goldenConv, goldenMlp } from '../support/synflow-nets.js';

for (const [name, start] of [
  ['wasm', () => Promise.resolve(wasmEngine({ guards: true }))],
  ['cpu', () => tfjsEngine('cpu')],
] as const) {
  describe(`evidence from the engine ${name}`, () => {
    let engine: Engine;
    before(async () => {
      engine = await start();
    });
    const mlpNetwork = () => {
      const network = engine.compile(goldenMlp.model, { batchSize: 32 });
      network.load(goldenMlp.parameters);
      return network;
    };
    const convNetwork = () => {
      const network = engine.compile(goldenConv.model, { batchSize: 16, keepActivations: true });
      network.load(goldenConv.parameters);
      return network;
    };

    it('is what the official SNIP and SynFlow compute for an MLP', () => {
      const network = mlpNetwork();
      const { data, examples, theirs } = goldenMlp;
      const gradients = network.gradients(data, examples, 0, 32, 'eval');
      assertNumbersClose(gradients, theirs.gradient, 1e-4, 1e-6);
      const products = gradientTimesWeight(network, data, examples);
      const saliency = Object.entries(products).map(([key, v]) => [key, v.map(Math.abs)] as const);
      assertNumbersClose(Object.fromEntries(saliency), theirs.scores.snip, 1e-4, 1e-6);
      const { flow, scores } = absolutePass(network);
      assert.ok(Math.abs(flow - theirs.flow) < 1e-5 * theirs.flow);
      assertNumbersClose(scores, theirs.scores.synflow, 1e-4, 1e-6);
      network.dispose();
    });

    it('is what the official code computes for a convolutional net in eval mode', () => {
      const { data, examples, theirs } = goldenConv;
      const network = convNetwork();
      const logits = network.logits(data, examples, 0, 16);
      assertNumbersClose({ logits }, { logits: theirs.logits }, 1e-4, 1e-6);
      const gradients = network.gradients(data, examples, 0, 16, 'eval');
      assertNumbersClose(gradients, theirs.gradient, 1e-4, 1e-5);
      const { flow, scores } = absolutePass(network);
      assert.ok(Math.abs(flow - theirs.flow) < 1e-5 * theirs.flow);
      assertNumbersClose(scores, theirs.scores.synflow, 1e-4, 1e-6);
      network.dispose();
    });

    it('has per-sample gradients whose mean is the gradient of the batch', () => {
      const { data, examples } = goldenConv;
      const network = convNetwork();
      const batch = network.gradients(data, examples, 0, 16, 'eval');
      const mean = Object.fromEntries(
        Object.entries(batch).map(([key, v]) => [key, new Float64Array(v.length)]),
      );
      perSampleGradients(network, data, examples, (gradients) => {
        for (const [key, sum] of Object.entries(mean)) {
          gradients[key].forEach((g, i) => (sum[i] += g / 16));
        }
      });
      assertNumbersClose(batch, mean, 1e-4, 1e-5);
      network.dispose();
    });

    it('has the activations of every layer', () => {
      const { data, examples, theirs } = goldenConv;
      const network = convNetwork();
      const outputs = network.activations(data, examples, 0, 16);
      assert.deepEqual(
        Object.entries(outputs).map(([key, v]) => [key, v.length / 16]),
        [
          ['conv1', 384],
          ['bn1', 384],
          ['relu3', 384],
          ['maxPool4', 96],
          ['conv2', 128],
          ['bn2', 128],
          ['relu7', 128],
          ['maxPool8', 32],
          ['flatten9', 32],
          ['fc', 5],
        ],
      );
      assertNumbersClose({ fc: outputs.fc }, { fc: theirs.logits }, 1e-4, 1e-6);
      assert.deepEqual(
        outputs.relu3,
        outputs.bn1.map((v) => Math.max(0, v)),
      );
      assert.deepEqual(outputs.flatten9, outputs.maxPool8);
      network.dispose();
    });
  });
}
