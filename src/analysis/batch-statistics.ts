import type { Dataset } from '../data/dataset.js';
import type { Engine } from '../engine/engine.js';
import { sgd } from '../engine/optimizer.js';
import { UserError } from '../errors.js';
import type { Layer } from '../models/layer.js';
import { checkParameters, type Model, type Parameters, parameterSpecs } from '../models/model.js';

/** Measures anew the running statistics of batch normalisations; made once, used for many networks. */
export interface StatisticsEstimator {
  /**
   * The parameters with running statistics measured on the examples. All others are the very arrays
   * that were given; so are all of a model without batch normalisation.
   */
  estimate(parameters: Parameters): Parameters;
  /** Gives the memory back; it must not be used afterwards. */
  dispose(): void;
}

export interface StatisticsOptions {
  /** Examples in a batch, of which all must be full; all examples at once when left out. */
  readonly batchSize?: number;
}

/**
 * Makes ready to measure the running statistics that `model` has on `examples` of `data`.
 *
 * Where parameters are averaged, averaged running statistics are not those of the network that comes
 * out, and its error is too high for that alone; so they are measured again. Every normalisation
 * gets the mean and the unbiased variance of what reaches it when the earlier ones use the batch's own
 * statistics, as in training, with dropout off; over several batches, the plain average of these, as
 * PyTorch's `update_bn` has it. Nothing else changes.
 *
 * Inside is a second network whose normalisations have momentum null and which trains with learning
 * rate 0, so its memory is that of a training step of `batchSize` examples. Throws a `UserError` if
 * there are fewer than two examples or a batch would not be full.
 */
export function createStatisticsEstimator(
  engine: Engine,
  model: Model,
  data: Dataset,
  examples: Int32Array,
  { batchSize = examples.length }: StatisticsOptions = {},
): StatisticsEstimator {
  const statistics = parameterSpecs(model).filter(({ trainable }) => !trainable);
  if (statistics.length === 0)
    return { estimate: (parameters) => parameters, dispose: () => undefined };
  checkBatches(examples, batchSize);
  const measuring = { ...model, layers: model.layers.map(averaging) };
  const network = engine.compile(measuring, { batchSize, optimizer: sgd() });
  return {
    estimate: (parameters) => {
      checkParameters(model, parameters);
      network.load(parameters);
      for (let start = 0; start < examples.length; start += batchSize) {
        network.trainStep(data, examples, start, batchSize, 0);
      }
      const measured = network.parameters();
      const renewed = statistics.map(({ name }) => [name, measured[name]] as const);
      return { ...parameters, ...Object.fromEntries(renewed) };
    },
    dispose: () => {
      network.dispose();
    },
  };
}

/** The layer with running statistics that average over all batches so far, and without dropout. */
function averaging(layer: Layer): Layer {
  switch (layer.kind) {
    case 'batchNorm':
      return { ...layer, momentum: null };
    case 'dropout':
      return { ...layer, rate: 0 };
    case 'residual': {
      const [body, shortcut] = [layer.body.map(averaging), layer.shortcut.map(averaging)];
      return { ...layer, body, shortcut };
    }
    default:
      return layer;
  }
}

function checkBatches({ length }: Int32Array, batchSize: number): void {
  if (length < 2 || !(batchSize >= 2)) {
    throw new UserError(
      `A variance needs at least 2 examples in a batch, but there are ${length}, in batches of ` +
        `${batchSize}.`,
    );
  }
  if (length % batchSize === 0) return;
  throw new UserError(
    `${length} examples do not fill batches of ${batchSize}. Take as many as fill them, or another ` +
      'batch size.',
  );
}
