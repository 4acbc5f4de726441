import type { Dataset } from '../../data/dataset.js';
import { UserError } from '../../errors.js';
import type { CompileOptions, Evaluation } from '../engine.js';
import { everyExample } from '../examples.js';
import { crossEntropy } from '../loss.js';
import { type Checks, checkLength } from './checks.js';
import { feed } from './feed.js';
import { countRight, targetsOf, totalLoss } from './losses.js';
import type { DeferredNetwork } from './network.js';
import type { Program } from './program.js';
import { channelsFirst, type Images, type Reading, type Tensor } from './tensorflow.js';

type Inference = Pick<DeferredNetwork, 'logits' | 'evaluate' | 'outputs' | 'activations'>;

/** The methods that only look. */
export function createInference(
  program: Program,
  checks: Checks,
  { batchSize, loss = crossEntropy(), keepActivations = false }: CompileOptions,
): Inference {
  const { tf, model } = program;

  /** Total loss and logits of a batch. */
  const evaluateBatch = (
    data: Dataset,
    examples: Int32Array,
  ): { readonly tensors: readonly [Tensor, Tensor]; readonly divisor: number } => {
    const { length } = examples;
    const { values, divisor } = targetsOf(loss, data, examples);
    const tensors = tf.tidy((): [Tensor, Tensor] => {
      const z = program.rows(program.forward(feed(data, examples), length, 'eval'));
      return [totalLoss(tf, loss, z, tf.tensor(values, z.shape)), z];
    });
    return { tensors, divisor };
  };

  return {
    logits: (data, order, start, count) => {
      const examples = checks.batch(data, order, start, count);
      return copyOf(
        tf.tidy(() => program.rows(program.forward(feed(data, examples), count, 'eval'))),
      );
    },
    evaluate: (data, order = everyExample(data)) => {
      checks.examples(data, order);
      if (order.length === 0) throw new UserError('There is nothing to evaluate: no examples.');
      const batches = Array.from({ length: Math.ceil(order.length / batchSize) }, (_, i) =>
        evaluateBatch(data, order.subarray(i * batchSize, (i + 1) * batchSize)),
      );
      const divisor = batches.reduce((sum, batch) => sum + batch.divisor, 0);
      return {
        tensors: batches.flatMap(({ tensors }) => tensors),
        finish: (values) => evaluationOf(values, data, order, divisor),
      };
    },
    outputs: (inputs, count, mode = 'eval') => {
      checks.usable();
      checkLength(model, 'inputs', inputs, count);
      return copyOf(tf.tidy(() => channelsFirst(tf, program.forward(inputs, count, mode))));
    },
    activations: (data, order, start, count) => {
      if (!keepActivations) {
        throw new UserError(
          `To see activations of ${model.name}, compile it with keepActivations.`,
        );
      }
      const examples = checks.batch(data, order, start, count);
      const names: string[] = [];
      const tensors = tf.tidy(() => {
        const outputs: Images[] = [];
        const onOutput = (name: string, output: Images): void => {
          names.push(name);
          outputs.push(tf.clone(channelsFirst(tf, output)));
        };
        program.forward(feed(data, examples), count, 'eval', { onOutput });
        return outputs;
      });
      return {
        tensors,
        finish: (values) => Object.fromEntries(names.map((name, i) => [name, values[i].slice()])),
      };
    },
  };
}

function copyOf(tensor: Tensor): Reading<Float32Array> {
  return { tensors: [tensor], finish: ([values]) => values.slice() };
}

/** From total loss and logits of one batch after the other. */
function evaluationOf(
  values: readonly Float32Array[],
  { labels, numClasses }: Dataset,
  order: Int32Array,
  divisor: number,
): Evaluation {
  let [loss, right, start] = [0, 0, 0];
  for (let i = 0; i < values.length; i += 2) {
    const end = start + values[i + 1].length / numClasses;
    const wanted = Array.from(order.subarray(start, end), (example) => labels[example]);
    loss += values[i][0];
    right += countRight(values[i + 1], wanted, numClasses);
    start = end;
  }
  return { loss: loss / divisor, accuracy: right / order.length };
}
