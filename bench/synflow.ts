/**
 * What a pass of SynFlow costs beside a plain forward and backward pass of one example, and beside
 * what 100 passes may take in all.
 *
 *   npm run bench:synflow [-- --models vgg-16,resnet-18 --rounds 5]
 */
import { absolutePass, createAbsolutePass } from '../src/engine/evidence/absolute-pass.js';
import { wasmEngine } from '../src/engine/wasm/engine.js';
import { stream } from '../src/math/rng.js';
import { initialise } from '../src/models/initialise.js';
import { inputSize, type Model, prunableSize } from '../src/models/model.js';
import { buildModel } from '../src/models/register.js';
import { median, numberOption, option } from './timing.js';

const models = (option('models') ?? 'vgg-16,resnet-18').split(',');
const rounds = numberOption('rounds', 5);

function measure(model: Model): Record<string, string> {
  const network = wasmEngine().compile(model, { batchSize: 1 });
  network.load(initialise(model, stream(1, 'init'), { weights: 'kaiming-normal' }));
  const ones = new Float32Array(inputSize(model)).fill(1);
  const upstream = new Float32Array(model.numClasses).fill(1);
  const passes = createAbsolutePass(network);
  const candidates = {
    'plain pass': () => network.pullback(ones, upstream, 1, 'eval'),
    absolutePass: () => absolutePass(network),
    'again and again': () => passes.run(),
  };
  const times = Object.entries(candidates).map(([name, call]) => {
    call();
    return { name, call, taken: [] as number[] };
  });
  for (let round = 0; round < rounds; round++) {
    for (const { call, taken } of times) {
      const begin = performance.now();
      call();
      taken.push(performance.now() - begin);
    }
  }
  network.dispose();
  const plain = median(times[0].taken);
  return Object.fromEntries([
    ['weights', prunableSize(model).toLocaleString('en')],
    ...times.map(({ name, taken }) => {
      const milliseconds = median(taken);
      const ratio = (milliseconds / plain).toFixed(2);
      return [name, `${milliseconds.toFixed(0)} ms (${ratio})`];
    }),
  ]) as Record<string, string>;
}

console.log('Milliseconds for one example; in brackets, of the plain pass.');
console.table(
  Object.fromEntries(models.map((name) => [name, measure(buildModel(name, [3, 32, 32], 100))])),
);
