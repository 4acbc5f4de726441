import type { Dataset } from '../../data/dataset.js';
import type { Loss } from '../loss.js';
import type { Scalar, Tensor, TensorFlow } from './tensorflow.js';

/** What the outputs of a batch are held against. */
export interface Targets {
  /** [count, outputs]; what they are depends on the loss. */
  readonly values: Float32Array;
  /** The mean loss is the total loss divided by it. */
  readonly divisor: number;
}

/** The targets of the given examples. */
export function targetsOf(
  loss: Loss,
  data: Dataset & { readonly targets?: Float32Array },
  examples: Int32Array,
): Targets {
  const outputs = data.numClasses;
  if (loss.kind === 'crossEntropy') return classTargets(loss, data, examples);
  const values = new Float32Array(examples.length * outputs);
  examples.forEach((example, i) => {
    const given = data.targets?.subarray(example * outputs, (example + 1) * outputs);
    if (given === undefined || loss.kind === 'multiMargin') {
      values[i * outputs + data.labels[example]] = 1;
    } else {
      values.set(given, i * outputs);
    }
  });
  return { values, divisor: values.length };
}

/** w_j q_j, with w and q as in `Loss`; the divisor is the sum of the labels' weights. */
function classTargets(
  { labelSmoothing, classWeights }: Extract<Loss, { kind: 'crossEntropy' }>,
  { labels, numClasses }: Dataset,
  examples: Int32Array,
): Targets {
  const weight = (label: number): number => classWeights?.[label] ?? 1;
  const values = new Float32Array(examples.length * numClasses);
  let divisor = 0;
  examples.forEach((example, i) => {
    for (let j = 0; j < numClasses; j++) {
      const certain = j === labels[example] ? 1 - labelSmoothing : 0;
      values[i * numClasses + j] = weight(j) * (certain + labelSmoothing / numClasses);
    }
    divisor += weight(labels[example]);
  });
  return { values, divisor };
}

/** The total loss of outputs [count, outputs] against targets of the same shape. */
export function totalLoss(tf: TensorFlow, loss: Loss, outputs: Tensor, targets: Tensor): Scalar {
  switch (loss.kind) {
    case 'crossEntropy':
      return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(outputs))));
    case 'meanSquaredError':
      return tf.sum(tf.square(tf.sub(outputs, targets)));
    case 'huber':
      return tf.sum(huber(tf, tf.abs(tf.sub(outputs, targets)), loss.delta));
    case 'binaryCrossEntropy':
      return tf.sum(tf.sub(tf.softplus(outputs), tf.mul(targets, outputs)));
    case 'multiMargin':
      return tf.sum(margins(tf, outputs, targets));
  }
}

/** With q = min(distance, delta): q^2 / 2 + delta (distance - q). */
function huber(tf: TensorFlow, distance: Tensor, delta: number): Tensor {
  const near = tf.minimum(distance, delta);
  return tf.add(tf.mul(0.5, tf.square(near)), tf.mul(delta, tf.sub(distance, near)));
}

/** max(0, 1 - z_label + z_j) for all j but the label. */
function margins(tf: TensorFlow, outputs: Tensor, isLabel: Tensor): Tensor {
  const right = tf.sum(tf.mul(outputs, isLabel), 1, true);
  return tf.mul(tf.relu(tf.add(1, tf.sub(outputs, right))), tf.sub(1, isLabel));
}

/** How many rows of [count, outputs] have their label as the first of their largest entries. */
export function countRight(rows: Float32Array, labels: readonly number[], outputs: number): number {
  return labels.filter((label, i) => {
    const row = rows.subarray(i * outputs, (i + 1) * outputs);
    return row.indexOf(row.reduce((a, b) => Math.max(a, b))) === label;
  }).length;
}
