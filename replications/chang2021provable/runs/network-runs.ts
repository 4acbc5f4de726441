import {
  buildModel,
  describeDataset,
  prunableSpecs,
  pruneRetrain,
  type RunSpec,
} from '../../../src/index.js';
import type { Networks, Scale } from './scale.js';

/** The name of the net of a width. */
export function modelName({ family }: Networks, width: number): string {
  return family === 'mlp' ? `mlp-${width}` : `resnet-20-w${width}`;
}

/** The weights of a net that pruning can remove; biases and normalisations are not among them. */
export function weightsOf(networks: Networks, width: number): number {
  const { shape, numClasses } = describeDataset(networks.dataset);
  const model = buildModel(modelName(networks, width), shape, numClasses);
  return prunableSpecs(model).reduce(
    (sum, spec) => sum + spec.shape.reduce((product, length) => product * length, 1),
    0,
  );
}

/**
 * Dense nets of every width, and all of them pruned to as many weights as a small one has; the small
 * one, of which nothing is pruned, is trained on for as long too.
 */
export function networkRuns({ seeds, networks }: Scale): RunSpec[] {
  const { dataset, trainSize, duration, learningRate, batchSize, widths, targets } = networks;
  const base = {
    dataset,
    trainSize,
    validationSize: 0,
    labelNoise: { kind: 'uniform', fraction: 0.2 },
    optimizer: 'sgd',
    momentum: 0.9,
    learningRate,
    batchSize,
    duration,
    evaluateEvery: duration,
  } as const;
  return seeds.flatMap((seed) =>
    widths.flatMap((width) => [
      run('dense', width, width, seed, { ...base, model: modelName(networks, width) }),
      ...targets
        .filter((target) => target <= width)
        .map((target) =>
          run('pruned', width, target, seed, {
            ...base,
            model: modelName(networks, width),
            rounds: [0, 1],
            scope: 'global',
            rate: 1 - weightsOf(networks, target) / weightsOf(networks, width),
            start: 'finetune',
          }),
        ),
    ]),
  );
}

function run(arm: string, width: number, target: number, seed: number, config: object): RunSpec {
  return {
    experiment: pruneRetrain,
    config: { ...config, seed },
    labels: { study: 'networks', arm, width, target, seed },
  };
}
