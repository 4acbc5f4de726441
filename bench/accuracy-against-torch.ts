/**
 * Conv-2 of width 16 on CIFAR-10, trained by prunelab and by PyTorch with the same settings: test
 * accuracy by seed. Both draw their own weights, subset and order, so only means can agree.
 *
 *   npm run bench:accuracy -- --torch [python] --records <train.bin.gz,...,test.bin.gz>
 *                             [--dataset cifar-10] [--seeds 3] [--size 20000] [--iterations 3000]
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadDataset } from '../src/data/register.js';
import { adam } from '../src/engine/optimizer.js';
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { stream } from '../src/math/rng.js';
import { mean } from '../src/math/statistics.js';
import { glorotNormal } from '../src/models/initialise.js';
import { buildModel } from '../src/models/register.js';
import { drawSplit } from '../src/training/split.js';
import { train } from '../src/training/train.js';
import { numberOption, option } from './timing.js';
import { torchFolder } from './torch/client.js';

const BATCH = 60;
const size = numberOption('size', 20_000);
const iterations = numberOption('iterations', 3000);
const seeds = Array.from({ length: numberOption('seeds', 3) }, (_, i) => i + 1);
const data = await loadDataset(option('dataset') ?? 'cifar-10');
const model = buildModel('conv-2-w16', data.train.shape, data.train.numClasses);

function ours(seed: number): number {
  const network = wasmEngine().compile(model, { batchSize: BATCH, optimizer: adam() });
  network.load(glorotNormal(model, stream(seed, 'init')));
  train(network, {
    data: data.train,
    examples: drawSplit(data.train.size, size, 0, stream(seed, 'subset')).train,
    order: stream(seed, 'order'),
    learningRate: 1e-3,
    to: iterations,
    after: () => undefined,
  });
  const { accuracy } = network.evaluate(data.test);
  network.dispose();
  return accuracy;
}

async function torch(python: string, seed: number): Promise<number> {
  const script = path.join(torchFolder, 'accuracy.py');
  const files = (option('records') ?? '').split(',');
  const args = [script, ...[seed, size, iterations].map(String), ...files];
  const { stdout } = await promisify(execFile)(python, args);
  return (JSON.parse(stdout) as { accuracy: number }).accuracy;
}

const percent = (accuracy: number): string => `${(100 * accuracy).toFixed(2)} %`.padStart(9);
const python = option('torch');
const found: { ours: number[]; torch: number[] } = { ours: [], torch: [] };
console.log(`seed  prunelab${python === undefined ? '' : '   PyTorch'}`);
for (const seed of seeds) {
  found.ours.push(ours(seed));
  if (python !== undefined) found.torch.push(await torch(python || 'python3', seed));
  console.log(
    `${seed}     ${[found.ours, found.torch]
      .flatMap((a) => a.slice(-1))
      .map(percent)
      .join(' ')}`,
  );
}
console.log(
  `mean  ${[found.ours, found.torch]
    .filter((a) => a.length > 0)
    .map((a) => percent(mean(a)))
    .join(' ')}`,
);
