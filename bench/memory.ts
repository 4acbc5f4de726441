/**
 * Memory over 20,000 training steps, which must stay flat: a small residual net with a mask, fed from
 * shared memory with augmentation, evaluated now and then.
 *
 *   npm run bench:memory [-- --steps 20000]
 */
import { adam } from '../src/engine/optimizer.js';
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { permutation, stream } from '../src/math/rng.js';
import { initialise } from '../src/models/initialise.js';
import { buildModel } from '../src/models/register.js';
import { createAugmenter } from '../src/training/augment.js';
import { randomMask, syntheticImages } from './subjects.js';
import { numberOption } from './timing.js';

const BATCH = 16;
const steps = numberOption('steps', 20_000);
const model = buildModel('resnet-8-w4', [3, 16, 16], 10);
const data = syntheticImages(model, 50 * BATCH);
const order = permutation(data.size, stream(1, 'order'));
const network = wasmEngine().compile(model, {
  batchSize: BATCH,
  mask: randomMask(model, 0.2),
  optimizer: adam(),
});
network.load(initialise(model, stream(1, 'init'), { weights: 'kaiming-normal' }));
const augmenter = createAugmenter(BATCH, stream(1, 'augmentation'), { crop: 2, mirror: true });

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1).padStart(8);
console.log('   step      heap   buffers       rss   (MiB)');
for (let step = 1; step <= steps; step++) {
  const start = (step * BATCH) % data.size;
  network.trainStep(data, order, start, BATCH, 1e-3, augmenter.draw(BATCH));
  if (step % (steps / 10) !== 0) continue;
  network.evaluate(data);
  globalThis.gc?.();
  const { heapUsed, arrayBuffers, rss } = process.memoryUsage();
  const cells = [heapUsed, arrayBuffers, rss].map(megabytes).join('  ');
  console.log(`${String(step).padStart(7)}  ${cells}`);
}
