// A short training that touches everything: both paths, partial batches, bytes.
import { wasmEngine } from '../../../src/engine/wasm/engine.js';
import { stream } from '../../../src/math/rng.js';
import { type Parameters, prunableSpecs } from '../../../src/models/model.js';
import { adam, randomBytes, randomMask, randomParameters, smallMlp, upTo } from './examples.js';

export function trainSmall(seed: number): Parameters {
  const rng = stream(seed, 'train-small');
  const model = smallMlp([1, 6, 7], [23, 17], 5);
  const random = randomMask(model, 0.4, rng);
  const [first] = prunableSpecs(model);
  const mask = { ...random, [first.name]: new Uint8Array(first.size).fill(1) };
  const data = randomBytes(model, 150, rng);
  const network = wasmEngine().compile(model, { batchSize: 60, mask, optimizer: adam });
  network.load(randomParameters(model, rng));
  for (let epoch = 0; epoch < 10; epoch++) {
    for (let start = 0; start < 150; start += 60) {
      network.trainStep(data, upTo(150), start, Math.min(60, 150 - start), 0.01);
    }
  }
  const parameters = network.parameters();
  network.dispose();
  return parameters;
}
