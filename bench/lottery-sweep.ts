/**
 * The lottery-ticket ladder of the course preset through the project's own code path, one worker:
 * images per second at every density. Times are those of the training loop (shuffling, feeding,
 * training, and one evaluation at the start), without pruning and setting up.
 *
 *   npm run build:kernels && node --import tsx bench/lottery-sweep.ts [data set] [iterations] [seeds]
 */
import { loadDataset } from '../src/data/register.js';
import type { Config, Tensors } from '../src/experiment/experiment.js';
import { completeConfig, runId } from '../src/experiment/run-id.js';
import { pruneRetrain } from '../src/experiments/prune-retrain/prune-retrain.js';
import { iterative } from '../src/pruning/schedule.js';
import { median } from './timing.js';

const [dataset = 'glyphs', iterations = '3000', seeds = '3'] = process.argv.slice(2);
const BATCH = 60;
/** What a sparse step may cost at most, as a share of the dense step. */
const LIMITS = [
  { density: 0.2, share: 0.35 },
  { density: 0.05, share: 0.12 },
];
const resources = { datasets: { [dataset]: await loadDataset(dataset) }, descriptions: {} };
const kept = new Map<string, Tensors>();

interface Timing {
  readonly density: number;
  readonly seconds: number;
}

/** Does one run in this thread and times its training; its parents must have been done before. */
function time(more: Config): Timing {
  const config = completeConfig(pruneRetrain, {
    dataset,
    trainSize: 10_000,
    validationSize: 60,
    duration: `${iterations}it`,
    evaluateEvery: `${iterations}it`,
    batchSize: BATCH,
    ...more,
  });
  let start = Number.NaN;
  let end = Number.NaN;
  const rows = pruneRetrain.run(config, {
    resources,
    parent: (parent) => kept.get(runId(parent.experiment, parent.config))!,
    keep: (tensors) => kept.set(runId(pruneRetrain, config), tensors),
    progress: (fraction) => {
      if (fraction === 0) start = performance.now();
      else end = performance.now();
    },
  });
  return { density: Number(rows[0].density), seconds: (end - start) / 1000 };
}

const arms: { name: string; config: Config }[] = [
  ...iterative(18, 2).map((last) => ({
    name: last === 0 ? 'dense' : 'ticket',
    config: { rounds: iterative(last, 2) },
  })),
  // Exactly so dense in every layer.
  ...LIMITS.map(({ density }) => ({
    name: 'random',
    config: { scorer: 'random', rate: 1 - density, outputRate: 1 - density, rounds: [0, 1] },
  })),
];

const timings = arms.map((): Timing[] => []);
for (let seed = 1; seed <= Number(seeds); seed++) {
  arms.forEach(({ config }, i) => timings[i].push(time({ ...config, seed })));
}

console.log(
  `LeNet-300-100 on ${dataset}, batch ${BATCH}, ${iterations} iterations, ${seeds} seeds`,
);
console.log('arm       density   ms/step   images/s   of dense');
const dense = median(timings[0].map((t) => t.seconds));
arms.forEach(({ name }, i) => {
  const seconds = median(timings[i].map((t) => t.seconds));
  const cells = [
    `${(100 * timings[i][0].density).toFixed(2)} %`.padStart(9),
    ((1000 * seconds) / Number(iterations)).toFixed(3).padStart(9),
    Math.round((BATCH * Number(iterations)) / seconds)
      .toLocaleString('en')
      .padStart(10),
    (seconds / dense).toFixed(3).padStart(10),
  ];
  console.log(`${name.padEnd(8)}${cells.join(' ')}`);
});
for (const [i, { density, share }] of LIMITS.entries()) {
  const timing = timings[arms.length - LIMITS.length + i];
  const found = median(timing.map((t) => t.seconds)) / dense;
  const verdict = found <= share ? 'kept' : 'BROKEN';
  console.log(`${100 * density} % costs ${found.toFixed(3)} of dense; limit ${share} ${verdict}`);
}
