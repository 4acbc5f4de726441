/**
 * Training steps (forward, backward, Adam, feeding included) by model, density and engine, all in
 * one run: everything is timed once in every round, and medians are printed.
 *
 *   npm run bench:engines -- [--models conv-2,resnet-20] [--densities 1,0.1] [--rounds 9]
 *                            [--engines wasm,native,fma,cpu] [--torch [python]]
 *
 * The engines are `wasm` (the default), its variants `native` and `fma`, and those of TensorFlow.js.
 * For a GPU: --models vgg-16,resnet-18 --engines wasm,native,webgpu --densities 1
 *
 * With --torch, PyTorch trains the same models under masks, one thread, in every setting that might
 * be fastest (memory layout; Adam plain, foreach, fused); `of torch` is the ratio to its fastest.
 */
import type { Engine } from '../src/engine/engine.js';
import { adam } from '../src/engine/optimizer.js';
import { selectEngine } from '../src/engine/select.js';
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { permutation, stream } from '../src/math/rng.js';
import { forwardMacs } from '../src/models/cost.js';
import { initialise } from '../src/models/initialise.js';
import type { Model } from '../src/models/model.js';
import type { Shape } from '../src/models/layer.js';
import { buildModel } from '../src/models/register.js';
import { randomMask, syntheticImages } from './subjects.js';
import { median, numberOption, option, time } from './timing.js';
import { startTorch, type Torch } from './torch/client.js';

interface Subject {
  readonly name: string;
  readonly batch: number;
  readonly shape: Shape;
  /** How long one timing takes, at least. */
  readonly milliseconds: number;
  /** Timed only if it is named: a step takes seconds on a processor. */
  readonly large?: boolean;
}

const SUBJECTS: readonly Subject[] = [
  { name: 'lenet-300-100', batch: 60, shape: [1, 28, 28], milliseconds: 40 },
  { name: 'conv-2', batch: 60, shape: [3, 32, 32], milliseconds: 400 },
  { name: 'conv-4', batch: 60, shape: [3, 32, 32], milliseconds: 400 },
  { name: 'resnet-20', batch: 128, shape: [3, 32, 32], milliseconds: 600 },
  { name: 'vgg-16', batch: 128, shape: [3, 32, 32], milliseconds: 1000, large: true },
  { name: 'resnet-18', batch: 128, shape: [3, 32, 32], milliseconds: 1000, large: true },
];
const DENSITIES = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01];

/** One column of the table, and how long a step took in each round. */
interface Candidate {
  readonly engine: string;
  readonly density: number;
  /** Multiply-adds count twice. */
  readonly flops: number;
  readonly times: number[];
  readonly measure: () => Promise<number>;
}

function ours(subject: Subject, model: Model, engine: Engine, density: number): Candidate {
  const { batch, milliseconds } = subject;
  const mask = randomMask(model, density);
  const data = syntheticImages(model, 20 * batch);
  const order = permutation(data.size, stream(1, 'order'));
  const network = engine.compile(model, { batchSize: batch, mask, optimizer: adam() });
  network.load(initialise(model, stream(1, 'init'), { weights: 'kaiming-normal' }));
  let start = 0;
  const step = (): void => {
    network.trainStep(data, order, start, batch, 1e-4);
    start = (start + batch) % data.size;
  };
  return {
    engine: nameOf(engine),
    density,
    flops: 6 * batch * forwardMacs(model, mask),
    times: [],
    measure: () => Promise.resolve(time(step, milliseconds)),
  };
}

function nameOf({ name, details }: Engine): string {
  const { arithmetic = 'strict' } = details;
  return arithmetic === 'strict' ? name : `${name} ${arithmetic}`;
}

async function startEngine(name: string): Promise<Engine> {
  if (name === 'native') return wasmEngine({ native: true });
  if (name === 'fma') return wasmEngine({ fma: true });
  return (await selectEngine({ engine: name })).engine;
}

async function torchs(torch: Torch, subject: Subject, model: Model): Promise<Candidate[]> {
  const { name, batch, shape, milliseconds } = subject;
  const layouts = shape[0] === 1 ? [false] : [false, true];
  const settings = layouts.flatMap((channelsLast) =>
    (['single', 'foreach', 'fused'] as const).map((kind) => ({ channelsLast, adam: kind })),
  );
  const candidates: Candidate[] = [];
  for (const setting of settings) {
    const id = await torch.prepare({ model: name, batch, ...setting });
    candidates.push({
      engine: `torch ${setting.adam}${setting.channelsLast ? ' channels_last' : ''}`,
      density: 1,
      flops: 6 * batch * forwardMacs(model),
      times: [],
      measure: () => torch.time(id, milliseconds),
    });
  }
  return candidates;
}

function report(subject: Subject, candidates: readonly Candidate[]): void {
  const torch = candidates.filter(({ engine }) => engine.startsWith('torch'));
  const fastest = Math.min(...torch.map(({ times }) => median(times)));
  const plain = torch.filter(({ engine }) => !engine.includes('fused'));
  const fastestPlain = Math.min(...plain.map(({ times }) => median(times)));
  console.log(`\n${subject.name}, batch ${subject.batch}`);
  console.log(
    `${'engine'.padEnd(28)} density   ms/step   fastest   GFLOP/s` +
      (torch.length > 0 ? '   of torch   of torch without fused' : ''),
  );
  for (const { engine, density, flops, times } of candidates) {
    const ms = median(times);
    const cells = [
      engine.padEnd(28),
      `${100 * density} %`.padStart(7),
      ms.toFixed(3).padStart(9),
      Math.min(...times)
        .toFixed(3)
        .padStart(9),
      (flops / ms / 1e6).toFixed(1).padStart(9),
    ];
    if (torch.length > 0) {
      cells.push(
        (ms / fastest).toFixed(3).padStart(10),
        (ms / fastestPlain).toFixed(3).padStart(10),
      );
    }
    console.log(cells.join(' '));
  }
}

async function main(): Promise<void> {
  const chosen = option('models')?.split(',');
  const densities = option('densities')?.split(',').map(Number) ?? DENSITIES;
  const rounds = numberOption('rounds', 9);
  const names = option('engines')?.split(',') ?? ['wasm'];
  const engines = await Promise.all(names.map(startEngine));
  const python = option('torch');
  const torch = python === undefined ? undefined : await startTorch(python || 'python3');
  if (torch !== undefined) console.log(`PyTorch ${torch.version}`);
  for (const subject of SUBJECTS) {
    if (chosen === undefined ? subject.large : !chosen.includes(subject.name)) continue;
    const model = buildModel(subject.name, subject.shape, 10);
    const candidates = engines.flatMap((engine) =>
      densities.map((density) => ours(subject, model, engine, density)),
    );
    if (torch !== undefined) candidates.push(...(await torchs(torch, subject, model)));
    for (const { measure } of candidates) await measure(); // to warm up
    for (let round = 0; round < rounds; round++) {
      for (const { measure, times } of candidates) times.push(await measure());
    }
    report(subject, candidates);
  }
  torch?.close();
}

await main();
