import type { BatchNormLayer } from '../../models/layer.js';
import type { Pass } from './layers/forward.js';
import type { DeviceParameter } from './parameters.js';
import type { Tensor, TensorFlow } from './tensorflow.js';

/** Moves the running statistics of batch normalisations after a training step. */
export interface RunningStatistics {
  /** Notes the statistics of a batch. */
  readonly collect: NonNullable<Pass['onStatistics']>;
  /** Moves the running statistics by what was noted. */
  update(): void;
  /** Forgets how many batches there were. */
  reset(): void;
}

interface Noted {
  readonly layer: BatchNormLayer;
  readonly name: string;
  readonly mean: Tensor;
  /** Unbiased. */
  readonly variance: Tensor;
}

export function createStatistics(
  tf: TensorFlow,
  parameters: readonly DeviceParameter[],
): RunningStatistics {
  const byName = new Map(parameters.map((p) => [p.spec.name, p]));
  let noted: Noted[] = [];
  let batches = 0;
  const move = (name: string, rate: number, measured: Tensor): void => {
    const parameter = byName.get(name)!;
    const before = parameter.values;
    parameter.values = tf.tidy(() => tf.add(tf.mul(1 - rate, before), tf.mul(rate, measured)));
    tf.dispose([before, measured]);
  };
  return {
    collect: (layer, name, { mean, variance, values }) => {
      const unbiased = tf.mul(variance, values / Math.max(1, values - 1));
      noted.push({ layer, name, mean: tf.keep(tf.clone(mean)), variance: tf.keep(unbiased) });
    },
    update: () => {
      batches++;
      for (const { layer, name, mean, variance } of noted) {
        const { momentum = 0.1 } = layer;
        const rate = momentum ?? 1 / batches;
        move(`${name}.mean`, rate, mean);
        move(`${name}.variance`, rate, variance);
      }
      noted = [];
    },
    reset: () => {
      batches = 0;
    },
  };
}
