/**
 * Choosing the largest scores by selection, as we do, and by sorting, as we did: VGG-16, 14.7 million
 * scores, by the survivors among which is chosen. Also a whole round of iterative SynFlow.
 *
 *   npm run bench:pruning [-- --rounds 5]
 */
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { stream } from '../src/math/rng.js';
import { initialise } from '../src/models/initialise.js';
import { applyMask, denseMask, kept, type Mask } from '../src/models/mask.js';
import { buildModel } from '../src/models/register.js';
import { allocateGlobal } from '../src/pruning/allocation.js';
import { pruneIteratively } from '../src/pruning/iterate.js';
import { magnitude } from '../src/pruning/scores/magnitude.js';
import type { Scores } from '../src/pruning/scorer.js';
import { scorers } from '../src/pruning/scores/register.js';
import { median, numberOption } from './timing.js';

const rounds = numberOption('rounds', 5);
const model = buildModel('vgg-16', [3, 32, 32], 10);
const parameters = initialise(model, stream(1, 'init'), { weights: 'kaiming-normal' });
const dense = denseMask(model);
const rng = stream(1, 'pruning');
const scores = magnitude.score(model, parameters, dense, { rng });

function milliseconds(call: () => void): number {
  const begin = performance.now();
  call();
  return performance.now() - begin;
}

/** The threshold by sorting the survivors' scores. */
function thresholdBySorting(given: Scores, mask: Mask, density: number): number {
  const names = Object.keys(mask);
  const survivors = new Float32Array(kept(mask));
  let count = 0;
  for (const name of names) {
    const [values, bits] = [given[name], mask[name]];
    for (let i = 0; i < bits.length; i++) if (bits[i] !== 0) survivors[count++] = values[i];
  }
  const size = names.reduce((sum, name) => sum + mask[name].length, 0);
  return survivors.sort()[survivors.length - Math.round(density * size)];
}

console.log('survivors of 14.7 million   select (ms)   sort (ms)   ratio');
for (const before of [1, 0.1, 0.01, 0.001]) {
  const mask = before === 1 ? dense : allocateGlobal(scores, dense, before);
  const target = 0.933 * before; // a step of 100 to density 0.001
  const times = { select: [] as number[], sort: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.select.push(milliseconds(() => allocateGlobal(scores, mask, target)));
    times.sort.push(milliseconds(() => thresholdBySorting(scores, mask, target)));
  }
  const [select, sort] = [median(times.select), median(times.sort)];
  console.log(
    `${`${100 * before} %`.padStart(25)}   ${select.toFixed(1).padStart(11)}` +
      `   ${sort.toFixed(1).padStart(9)}   ${(sort / select).toFixed(1).padStart(5)}`,
  );
}

const network = wasmEngine().compile(model, { batchSize: 1 });
const parts: [string, () => void][] = [
  ['m * theta', () => applyMask(parameters, dense)],
  ['m * theta and its loading', () => network.load(applyMask(parameters, dense))],
  [
    'the scores of SynFlow',
    () => scorers.synflow.score(model, parameters, dense, { network, rng }),
  ],
  [
    'a whole round',
    () => pruneIteratively(model, scorers.synflow, parameters, { network, rng }, { density: 0.9 }),
  ],
];
for (const [what, call] of parts) {
  const time = median(Array.from({ length: rounds }, () => milliseconds(call)));
  console.log(`${what.padStart(27)}: ${time.toFixed(0)} ms`);
}
