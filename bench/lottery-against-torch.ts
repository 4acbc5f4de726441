/**
 * The whole lottery sweep, ten levels from 100 % to 1.85 %, by wall time on two cores: prunelab with
 * one and two workers, and PyTorch training the same ladder under masks on two cores: two processes
 * of one thread, or one of two; Adam by `foreach`, or `fused`.
 *
 *   npm run bench:sweep -- --torch [python] --mnist <folder> [--seeds 4] [--iterations 5000]
 *
 * Every side trains on 57,500 images, evaluates the validation and test sets about once an epoch
 * (every 1,000 iterations) and the training set at the end of each level. The folder holds MNIST's
 * four .gz files. PRUNELAB_WASM=native runs prunelab's side on the native kernels.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { RunSpec } from '../src/experiment/experiment.js';
import { openStore } from '../src/experiment/store/store.js';
import { collect } from '../src/experiments/laboratory.js';
import { pruneRetrain } from '../src/experiments/prune-retrain/prune-retrain.js';
import { mean } from '../src/math/statistics.js';
import { iterative } from '../src/pruning/schedule.js';
import { numberOption, option } from './timing.js';
import { torchFolder } from './torch/client.js';

const TRAIN_SIZE = 57_500;
const LAST_ROUND = 18;
const seeds = Array.from({ length: numberOption('seeds', 4) }, (_, i) => i + 1);
const iterations = numberOption('iterations', 5000);
const every = Math.min(1000, iterations);

const specs: RunSpec[] = seeds.flatMap((seed) =>
  iterative(LAST_ROUND, 2).map((round) => ({
    experiment: pruneRetrain,
    labels: { seed, round },
    config: {
      dataset: 'mnist',
      trainSize: TRAIN_SIZE,
      validationSize: 2500,
      duration: `${iterations}it`,
      evaluateEvery: `${every}it`,
      seed,
      rounds: iterative(round, 2),
    },
  })),
);

/** Seconds that the sweep takes from an empty store, and the accuracy of the last level. */
async function ours(jobs: number): Promise<{ seconds: number; accuracy: number }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'prunelab-bench-'));
  const begin = performance.now();
  const rows = await collect(specs, { store: openStore(folder), jobs });
  const seconds = (performance.now() - begin) / 1000;
  fs.rmSync(folder, { recursive: true });
  const last = rows.filter((r) => r.round === LAST_ROUND && r.iteration === iterations);
  return { seconds, accuracy: mean(last.map((r) => Number(r.testAccuracy))) };
}

/** How PyTorch uses the two cores, and its fast ways to do Adam. */
interface TorchLayout {
  readonly processes: number;
  readonly threads: number;
  readonly adam: 'foreach' | 'fused';
}

interface TorchSweep {
  readonly seconds: number;
  readonly seeds: Readonly<Record<string, { density: number; accuracy: number }[]>>;
}

/** Wall seconds of PyTorch: the seeds are dealt out to so many processes of so many threads. */
async function torch(
  python: string,
  { processes, threads, adam }: TorchLayout,
): Promise<{ seconds: number; accuracy: number }> {
  const mnist = option('mnist') ?? '.';
  const begin = performance.now();
  const done = await Promise.all(
    Array.from({ length: processes }, async (_, i) => {
      const share = seeds.filter((_seed, k) => k % processes === i);
      const numbers = [threads, share.join(','), TRAIN_SIZE, iterations, every].map(String);
      const args = [adam, ...numbers, mnist];
      const script = path.join(torchFolder, 'lottery.py');
      const { stdout } = await promisify(execFile)(python, [script, ...args]);
      return JSON.parse(stdout) as TorchSweep;
    }),
  );
  const seconds = (performance.now() - begin) / 1000;
  const last = done.flatMap((sweep) => Object.values(sweep.seeds).map((levels) => levels[9]));
  return { seconds, accuracy: mean(last.map(({ accuracy }) => accuracy)) };
}

function print(label: string, { seconds, accuracy }: { seconds: number; accuracy: number }): void {
  const found = `${(100 * accuracy).toFixed(2)} % at 1.85 %`;
  console.log(`${label.padEnd(34)} ${seconds.toFixed(1).padStart(8)} s   ${found}`);
}

const one = await ours(1);
print('prunelab, 1 worker', one);
const two = await ours(2);
print('prunelab, 2 workers', two);
console.log(`2 workers are ${(one.seconds / two.seconds).toFixed(2)} times as fast as one`);
const python = option('torch');
if (python !== undefined) {
  const layouts: TorchLayout[] = [
    { processes: 2, threads: 1, adam: 'foreach' },
    { processes: 2, threads: 1, adam: 'fused' },
    { processes: 1, threads: 2, adam: 'fused' },
  ];
  for (const layout of layouts) {
    const { processes, threads, adam } = layout;
    const result = await torch(python || 'python3', layout);
    print(`PyTorch ${adam}, ${processes} x ${threads} threads`, result);
    console.log(`prunelab takes ${(two.seconds / result.seconds).toFixed(3)} of that`);
  }
}
