import type { Dataset } from '../../data/dataset.js';
import type { Loss } from '../loss.js';

/** A loss over the logits of a batch. */
export interface BatchLoss {
  /** The mean over the batch. */
  readonly mean: number;
  /** Its gradient with respect to the logits, [count, numClasses]. */
  readonly gradient: Float64Array;
  /** How many rows have their label as the first of their largest entries. */
  readonly right: number;
}

/** Adds d(loss)/dz of one example to `dz` and returns its loss. */
type RowLoss = (z: Float64Array, dz: Float64Array, example: number) => number;

/** The mean loss of logits z / temperature, [count, numClasses], of the given examples. */
export function batchLoss(
  loss: Loss,
  logits: Float64Array,
  data: Dataset,
  examples: Int32Array,
  temperature = 1,
): BatchLoss {
  const outputs = data.numClasses;
  const { row, divisor } = rowLoss(loss, data, examples);
  const z = logits.map((value) => value / temperature);
  const gradient = new Float64Array(z.length);
  let [total, right] = [0, 0];
  examples.forEach((example, i) => {
    const values = z.subarray(i * outputs, (i + 1) * outputs);
    total += row(values, gradient.subarray(i * outputs, (i + 1) * outputs), example);
    const largest = values.reduce((most, value) => Math.max(most, value), -Infinity);
    if (values.indexOf(largest) === data.labels[example]) right++;
  });
  const scale = 1 / (divisor * temperature);
  return { mean: total / divisor, gradient: gradient.map((g) => g * scale), right };
}

/** The loss of an example, and what the batch's total is divided by. */
function rowLoss(
  loss: Loss,
  data: Dataset,
  examples: Int32Array,
): { readonly row: RowLoss; readonly divisor: number } {
  const { labels, numClasses } = data;
  if (loss.kind === 'crossEntropy') {
    const weight = (label: number): number => loss.classWeights?.[label] ?? 1;
    const divisor = examples.reduce((sum, example) => sum + weight(labels[example]), 0);
    return { row: crossEntropy(loss, data, weight), divisor };
  }
  const divisor = examples.length * numClasses;
  if (loss.kind === 'multiMargin') return { row: margins(data), divisor };
  const term = termOf(loss);
  const row: RowLoss = (z, dz, example) => {
    let sum = 0;
    for (let j = 0; j < z.length; j++) {
      const oneHot = labels[example] === j ? 1 : 0;
      const [value, slope] = term(z[j], data.targets?.[example * numClasses + j] ?? oneHot);
      sum += value;
      dz[j] += slope;
    }
    return sum;
  };
  return { row, divisor };
}

/** -sum_j w_j q_j log softmax(z)_j. */
function crossEntropy(
  { labelSmoothing }: Extract<Loss, { kind: 'crossEntropy' }>,
  { labels, numClasses }: Dataset,
  weight: (label: number) => number,
): RowLoss {
  return (z, dz, example) => {
    const largest = z.reduce((most, value) => Math.max(most, value), -Infinity);
    const exps = z.map((value) => Math.exp(value - largest));
    const sum = exps.reduce((a, b) => a + b, 0);
    let [value, weights] = [0, 0];
    for (let j = 0; j < z.length; j++) {
      const certain = j === labels[example] ? 1 - labelSmoothing : 0;
      const target = weight(j) * (certain + labelSmoothing / numClasses);
      value -= target === 0 ? 0 : target * (z[j] - largest - Math.log(sum));
      weights += target;
      dz[j] -= target;
    }
    for (let j = 0; j < z.length; j++) dz[j] += (weights * exps[j]) / sum;
    return value;
  };
}

/** sum over j other than the label of max(0, 1 - z_label + z_j). */
function margins({ labels }: Dataset): RowLoss {
  return (z, dz, example) => {
    const label = labels[example];
    let sum = 0;
    for (let j = 0; j < z.length; j++) {
      const margin = 1 - z[label] + z[j];
      if (j === label || margin <= 0) continue;
      sum += margin;
      dz[j]++;
      dz[label]--;
    }
    return sum;
  };
}

/** The loss of one output against its target, and its slope. */
function termOf(
  loss: Exclude<Loss, { kind: 'crossEntropy' | 'multiMargin' }>,
): (z: number, target: number) => readonly [number, number] {
  switch (loss.kind) {
    case 'meanSquaredError':
      return (z, t) => [(z - t) ** 2, 2 * (z - t)];
    case 'huber': {
      const { delta } = loss;
      return (z, t) => {
        const d = z - t;
        if (Math.abs(d) <= delta) return [(d * d) / 2, d];
        return [delta * (Math.abs(d) - delta / 2), Math.sign(d) * delta];
      };
    }
    case 'binaryCrossEntropy':
      return (z, t) => [
        Math.max(z, 0) - t * z + Math.log1p(Math.exp(-Math.abs(z))),
        1 / (1 + Math.exp(-z)) - t,
      ];
  }
}
