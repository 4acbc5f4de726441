/**
 * The lottery-ticket ladder of the course preset through the project's own code path, one worker:
 * images per second at every density. Times are those of whole runs (pruning, building the sparse
 * structures, shuffling, feeding, training), evaluated only at the start and the end.
 *
 *   npm run build:kernels && node --import tsx bench/lottery-sweep.ts [data set] [iterations] [seeds]
 */
import { loadDataset } from '../src/data/register.js';
import type { Config, Tensors } from '../src/experiment/experiment.js';
import { completeConfig, runId } from '../src/experiment/run-id.js';
import { pruneRetrain } from '../src/experiments/prune-retrain.js';
import { iterative } from '../src/pruning/schedule.js';

const [dataset = 'glyphs', iterations = '3000', seeds = '3'] = process.argv.slice(2);
const BATCH = 60;
const resources = { datasets: { [dataset]: await loadDataset(dataset) }, descriptions: {} };
const kept = new Map<string, Tensors>();

interface Timing {
  readonly density: number;
  readonly seconds: number;
}

/** Does one run in this thread and times it; its parents must have been done before. */
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
  const start = performance.now();
  const rows = pruneRetrain.run(config, {
    resources,
    parent: (parent) => kept.get(runId(pruneRetrain, parent))!,
    keep: (tensors) => kept.set(runId(pruneRetrain, config), tensors),
    progress: () => undefined,
  });
  return { density: Number(rows[0].density), seconds: (performance.now() - start) / 1000 };
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const arms: { name: string; config: Config }[] = [
  ...iterative(18, 2).map((last) => ({
    name: last === 0 ? 'dense' : 'ticket',
    config: { rounds: iterative(last, 2) },
  })),
  // Exactly 20 and 5 % in every layer, for the limits that the engine is held to.
  ...[0.2, 0.05].map((density) => ({
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
