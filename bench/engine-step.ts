// Time of a training step of LeNet-300-100 (batch 60, Adam) by density, feeding included.
// Run: npm run build:kernels && node --import tsx bench/engine-step.ts
import { type Dataset, makeDataset, sharedBytes } from '../src/data/dataset.js';
import { adam } from '../src/engine/optimizer.js';
import { createArena } from '../src/engine/wasm/arena.js';
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { createFeed } from '../src/engine/wasm/feed.js';
import { createLayout } from '../src/engine/wasm/layout.js';
import { takeMemory } from '../src/engine/wasm/memory-pool.js';
import { permutation, stream } from '../src/math/rng.js';
import { glorotNormal } from '../src/models/initialise.js';
import { lenet300100 } from '../src/models/mlp.js';
import { inputSize, prunableSpecs } from '../src/models/model.js';
import type { Mask } from '../src/models/mask.js';

const BATCH = 60;
const EXAMPLES = 6000;
const ROUNDS = 15;
const ROUND_MILLISECONDS = 20;
const model = lenet300100();

/** One way to spend time, and how long one call took in each round. */
interface Candidate {
  readonly label: string;
  readonly call: () => void;
  readonly flops: number;
  readonly times: number[];
}

function syntheticImages(): Dataset {
  const rng = stream(1, 'images');
  const images = sharedBytes(EXAMPLES * inputSize(model));
  for (let i = 0; i < images.length; i++) images[i] = rng.below(256);
  const labels = sharedBytes(EXAMPLES);
  for (let i = 0; i < EXAMPLES; i++) labels[i] = rng.below(model.numClasses);
  return makeDataset({
    name: 'noise',
    split: 'train',
    images,
    labels,
    shape: model.inputShape,
    numClasses: model.numClasses,
    mean: [0.5],
    deviation: [0.29],
  });
}

/** Random weights survive; in the last layer twice as many. */
function randomMask(density: number): Mask {
  const rng = stream(1, `mask ${density}`);
  const specs = prunableSpecs(model);
  return Object.fromEntries(
    specs.map(({ name, size }, i) => {
      const here = i === specs.length - 1 ? 2 * density : density;
      return [name, Uint8Array.from({ length: size }, () => (rng.uniform() < here ? 1 : 0))];
    }),
  );
}

/** Multiply-adds count twice; the first layer needs no gradient of its input. */
function stepFlops(mask: Mask): number {
  return Object.values(mask).reduce((sum, bits, layer) => {
    const survivors = bits.reduce((n, bit) => n + bit, 0);
    return sum + 2 * BATCH * survivors * (layer === 0 ? 2 : 3);
  }, 0);
}

/** Calls `call` with the start of one batch after the other. */
function everyBatch(call: (start: number) => void): () => void {
  let start = 0;
  return () => {
    call(start);
    start = start + 2 * BATCH <= EXAMPLES ? start + BATCH : 0;
  };
}

function trainCandidate(data: Dataset, order: Int32Array, density: number): Candidate {
  const mask = randomMask(density);
  const network = wasmEngine().compile(model, { batchSize: BATCH, mask, optimizer: adam() });
  network.load(glorotNormal(model, stream(1, 'init')));
  const call = everyBatch((start) => network.trainStep(data, order, start, BATCH, 1e-4));
  return { label: `density ${density}`, call, flops: stepFlops(mask), times: [] };
}

function feedCandidate(data: Dataset, order: Int32Array): Candidate {
  const arena = createArena();
  const layout = createLayout(arena, model, {
    batchSize: BATCH,
    mask: undefined,
    optimizer: undefined,
    sparseBelow: 0,
  });
  const { kernels, memory } = takeMemory(arena.size());
  const feed = createFeed(model, kernels, layout, memory.buffer);
  const call = everyBatch((start) => feed(data, order, start, BATCH));
  return { label: 'feeding alone', call, flops: 0, times: [] };
}

/** Milliseconds per call over about `ROUND_MILLISECONDS`. */
function time(call: () => void): number {
  const begin = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < ROUND_MILLISECONDS) {
    call();
    calls++;
    elapsed = performance.now() - begin;
  }
  return elapsed / calls;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function main(): void {
  const data = syntheticImages();
  const order = permutation(EXAMPLES, stream(1, 'order'));
  const densities = process.argv.slice(2).map(Number);
  const candidates = (
    densities.length > 0 ? densities : [1, 0.64, 0.41, 0.2, 0.1, 0.05, 0.02, 0.01]
  ).map((density) => trainCandidate(data, order, density));
  candidates.push(feedCandidate(data, order));
  for (const { call } of candidates) time(call); // to warm up
  // Everything is timed in every round, so that what slows the machine down slows all of it down.
  for (let round = 0; round < ROUNDS; round++) {
    for (const { call, times } of candidates) times.push(time(call));
  }
  const first = median(candidates[0].times);
  console.log('                  ms/step   fastest  ratio to first  GFLOP/s on survivors');
  for (const { label, flops, times } of candidates) {
    const ms = median(times);
    const cells = [
      label.padEnd(16),
      ms.toFixed(4).padStart(9),
      Math.min(...times)
        .toFixed(4)
        .padStart(9),
      (ms / first).toFixed(3).padStart(15),
      (flops / ms / 1e6).toFixed(1).padStart(21),
    ];
    console.log(cells.join(' '));
  }
}

main();
