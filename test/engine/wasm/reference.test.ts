import fs from 'node:fs';
import type { Layer } from '../../../src/models/layer.js';
import { assertClose } from '../../support/close.js';
import { assertParametersClose, assertTensorClose } from './examples.js';
import {
  referenceAdam,
  referencePass,
  referenceSgd,
  type ReferenceUpdate,
  toDoubles,
} from './reference.js';

type Tensors = Record<string, number[]>;

interface Run {
  learningRate: number;
  losses: number[];
  states: Tensors[];
}

interface Golden {
  architecture: { type: string; name: string; out: number }[];
  state: Tensors;
  x: number[];
  y: number[];
  output: number[];
  loss: number;
  gradients: Tensors;
  sgd: Run;
  adam: Run;
}

// The golden net has a tanh, which the product's models have not: it vouches for the reference,
// and the reference vouches for the engine.
describe('the double-precision reference agrees with PyTorch', () => {
  const golden = JSON.parse(fs.readFileSync('test/fixtures/nn-mlp.json', 'utf8')) as Golden;
  const layers = golden.architecture.map(({ type, name, out }): Layer => {
    if (type === 'linear') return { kind: 'dense', name, units: out };
    return { kind: type as 'relu' | 'tanh' };
  });
  const inputs = Array.from({ length: golden.y.length }, (_, i) =>
    Float64Array.from(golden.x.slice(8 * i, 8 * i + 8), Math.fround),
  );

  it('in logits, loss and gradients', () => {
    const pass = referencePass(layers, toDoubles(golden.state), inputs, golden.y);
    assertClose(pass.loss, golden.loss, 1e-9);
    assertTensorClose(
      pass.logits.flatMap((z) => [...z]),
      golden.output,
      1e-9,
      'logits',
    );
    assertParametersClose(pass.gradients, golden.gradients, 1e-8);
  });

  const train = (update: ReferenceUpdate, run: Run): void => {
    const parameters = toDoubles(golden.state);
    run.states.forEach((expected, step) => {
      const { loss, gradients } = referencePass(layers, parameters, inputs, golden.y);
      assertClose(loss, run.losses[step], 1e-7);
      update(parameters, gradients);
      assertParametersClose(parameters, expected, 1e-7);
    });
  };
  it('in three steps of SGD', () => {
    train(referenceSgd(golden.sgd.learningRate, 0.9, 1e-4), golden.sgd);
  });
  it('in three steps of Adam', () => {
    train(referenceAdam(golden.adam.learningRate, 0.9, 0.999, 1e-8, 1e-4), golden.adam);
  });
});
