import { UserError } from '../../errors.js';
import type { CompileOptions } from '../engine.js';
import { crossEntropy } from '../loss.js';
import { type Checks, checkLength } from './checks.js';
import { feed } from './feed.js';
import { type Targets, targetsOf, totalLoss } from './losses.js';
import type { DeferredNetwork } from './network.js';
import { clipped, createUpdate } from './optimisers.js';
import { readParameters } from './parameters.js';
import type { Program } from './program.js';
import { createStatistics } from './statistics.js';
import type { Images, Scalar } from './tensorflow.js';

interface Training {
  readonly methods: Pick<DeferredNetwork, 'trainStep' | 'gradients' | 'pullback'>;
  /** Forgets the steps made so far. */
  reset(): void;
}

/** The methods that differentiate. */
export function createTraining(
  program: Program,
  checks: Checks,
  { optimizer, loss = crossEntropy(), clipNorm }: CompileOptions,
): Training {
  const { tf, model, trainable } = program;
  const update = optimizer === undefined ? undefined : createUpdate(tf, optimizer);
  const statistics = createStatistics(tf, program.parameters);
  const meanLoss =
    ({ values, divisor }: Targets) =>
    (output: Images): Scalar => {
      const z = program.rows(output);
      const targets = tf.tensor(values, z.shape);
      return tf.div(totalLoss(tf, loss, z, targets), divisor);
    };

  const methods: Training['methods'] = {
    trainStep: (data, order, start, count, learningRate, augmentation) => {
      if (update === undefined) {
        throw new UserError(`To train ${model.name}, compile it with an optimizer.`);
      }
      if (!Number.isFinite(learningRate)) {
        throw new UserError(`The learning rate must be a number, but is ${learningRate}.`);
      }
      const examples = checks.batch(data, order, start, count);
      const inputs = feed(data, examples, augmentation);
      const objective = meanLoss(targetsOf(loss, data, examples));
      const listeners = { onStatistics: statistics.collect };
      const [value, ...gradients] = tf.tidy(() => {
        const result = program.differentiate(objective, inputs, count, 'train', listeners);
        return [result.value, ...clipped(tf, result.gradients, clipNorm)];
      });
      update.step(trainable, gradients, learningRate);
      tf.dispose(gradients);
      statistics.update();
      program.step++;
      return { tensors: [value], finish: ([[mean]]) => mean };
    },
    gradients: (data, order, start, count, mode = 'train') => {
      const examples = checks.batch(data, order, start, count);
      const inputs = feed(data, examples);
      const objective = meanLoss(targetsOf(loss, data, examples));
      return readParameters(
        tf,
        trainable,
        () => program.differentiate(objective, inputs, count, mode).gradients,
      );
    },
    pullback: (inputs, upstream, count, mode = 'eval') => {
      checks.usable();
      checkLength(model, 'inputs', inputs, count);
      checkLength(model, 'upstream', upstream, count);
      return readParameters(tf, trainable, () => {
        const weights = tf.tensor(upstream, [count, model.numClasses]);
        const value = (output: Images): Scalar => tf.sum(tf.mul(program.rows(output), weights));
        return program.differentiate(value, inputs, count, mode).gradients;
      });
    },
  };
  return {
    methods,
    reset: () => {
      program.step = 0;
      update?.reset();
      statistics.reset();
    },
  };
}
