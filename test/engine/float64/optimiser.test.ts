import fs from 'node:fs';
import { createUpdate64 } from '../../../src/engine/float64/optimiser.js';
import {
  adagrad,
  adam,
  adamw,
  type Optimizer,
  rmsprop,
  sgd,
} from '../../../src/engine/optimizer.js';
import { assertTensorsClose } from '../agreement.js';

const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-optimizers.json', 'utf8')) as Record<
  string,
  number[]
>;
const momentum = 0.9;
const cases: Readonly<Record<string, readonly [Optimizer, number]>> = {
  'sgd lr.1': [sgd(), 0.1],
  'sgd lr.1 momentum.9': [sgd({ momentum }), 0.1],
  'sgd lr.1 momentum.9 wd1e-2': [sgd({ momentum, weightDecay: 0.01 }), 0.1],
  'sgd lr.1 momentum.9 wd1e-2 nesterov': [
    sgd({ momentum, weightDecay: 0.01, nesterov: true }),
    0.1,
  ],
  'sgd lr.1 momentum.9 dampening.5': [sgd({ momentum, dampening: 0.5 }), 0.1],
  'adam lr.01': [adam(), 0.01],
  'adam lr.01 wd1e-2': [adam({ weightDecay: 0.01 }), 0.01],
  'adam amsgrad lr.01': [adam({ amsgrad: true }), 0.01],
  'adamw lr.01 wd1e-2': [adamw(), 0.01],
  'rmsprop lr.01': [rmsprop(), 0.01],
  'adagrad lr.1': [adagrad(), 0.1],
};

describe('optimisers in double precision', () => {
  for (const [name, [optimizer, rate]] of Object.entries(cases)) {
    it(`agree with PyTorch's for six steps, again after a reset: ${name}`, () => {
      const update = createUpdate64(optimizer);
      for (let round = 0; round < 2; round++) {
        const w = Float64Array.from(golden.start, Math.fround);
        for (let step = 0; step < 6; step++) {
          const g = golden.gradients.slice(5 * step, 5 * step + 5);
          update.step({ w }, { w: Float64Array.from(g, Math.fround) }, rate);
          assertTensorsClose({ w }, { w: golden[name].slice(5 * step, 5 * step + 5) }, 2e-8);
        }
        update.reset();
      }
    });
  }
});
