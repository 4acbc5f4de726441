import { createStatisticsEstimator } from '../../analysis/batch-statistics.js';
import { interpolate, interpolationPoints, parameterDistance } from '../../analysis/interpolate.js';
import type { Dataset } from '../../data/dataset.js';
import type { Network } from '../../engine/engine.js';
import { everyExample } from '../../engine/examples.js';
import { UserError } from '../../errors.js';
import type { Config, Context, Experiment, Row } from '../../experiment/experiment.js';
import { applyMask } from '../../models/mask.js';
import type { Parameters } from '../../models/model.js';
import { modelOf, typed, untyped } from '../prune-retrain/config.js';
import { dataOf, pruneRetrain } from '../prune-retrain/prune-retrain.js';
import { finalState, type Kept, startingPoint } from '../prune-retrain/start.js';
import { datasetOf, threadEngine } from '../resources.js';
import { sixDigits } from '../settings.js';
import { check, cost, defaults, endsOf, isNormalised, normalise, settingsOf } from './config.js';
import type { LinearPathConfig } from './config.js';

/**
 * Walks the straight line between two trained nets: instability analysis (Frankle et al. 2020,
 * section 2), if the two are copies of one net that saw different SGD noise.
 *
 * Rows: one per point, with `alpha` (0 is the second end, 1 the first) and loss and accuracy on the
 * training set (`null` where no examples of it are asked for) and the test set. Running statistics
 * are interpolated like weights; in `reestimatedTestAccuracy` and `reestimatedTrainAccuracy` they are
 * measured anew at every point (the paper does not say what it did; null for a net without batch
 * normalisation). Every row has `distance`, the L2 distance of the ends; `travelFirst` and
 * `travelSecond`, how far each came from the weights it started with; and `disagreement`, the share of
 * test images on which they predict different classes.
 *
 * Two ends with the same weights fail the run: their barrier would be 0 for no reason.
 */
export const linearPath: Experiment = {
  name: 'linear-path',
  version: 1,
  defaults: defaults as unknown as Config,
  check: (config) => check(settingsOf(config)),
  normalise: (config) => normalise(settingsOf(config)) as unknown as Config,
  parents: (config) =>
    endsOf(settingsOf(config)).flatMap((end) => [
      { experiment: pruneRetrain, config: end },
      ...pruneRetrain.parents(end),
    ]),
  cost: (config) => cost(settingsOf(config)),
  typicalPace: 0.02,
  run: (config, context) => run(settingsOf(config), context),
};

function run(config: LinearPathConfig, context: Context): Row[] {
  const ends = endsOf(config).map(typed);
  const model = modelOf(ends[0]);
  const kept: Kept = (end) => context.parent({ experiment: pruneRetrain, config: untyped(end) });
  const states = ends.map((end) => finalState(model, kept(end)));
  const [first, second] = states.map(({ parameters }) => parameters);
  const pair = datasetOf(config, context);
  const { training } = dataOf(ends[0], pair);
  const test = { data: pair.test, examples: head(everyExample(pair.test), config.testExamples) };
  const train = { ...training, examples: head(training.examples, config.trainExamples) };
  const statistics = training.examples.slice(0, config.statisticsExamples);

  const engine = threadEngine();
  const network = engine.compile(model, { batchSize: ends[0].batchSize });
  const estimator = createStatisticsEstimator(engine, model, training.data, statistics);
  try {
    const { distance, disagreement } = compare(network, [first, second], test);
    const [travelFirst, travelSecond] = ends.map((end, i) => {
      const { mask, parameters } = states[i];
      return parameterDistance(model, applyMask(startingPoint(end, kept), mask), parameters);
    });
    const evaluateAt = (parameters: Parameters) => {
      network.load(parameters);
      return evaluate(network, train, test);
    };
    const normalised = isNormalised(model);
    const between = interpolate(first, second, 0); // its memory serves every point
    return interpolationPoints(config.points).map((alpha) => {
      context.progress(alpha);
      interpolate(first, second, alpha, between);
      const asItIs = evaluateAt(between);
      const anew = normalised ? evaluateAt(estimator.estimate(between)) : null;
      return {
        alpha: sixDigits(alpha),
        ...asItIs,
        reestimatedTestAccuracy: anew?.testAccuracy ?? null,
        reestimatedTrainAccuracy: anew?.trainAccuracy ?? null,
        distance: sixDigits(distance),
        travelFirst: sixDigits(travelFirst),
        travelSecond: sixDigits(travelSecond),
        disagreement: sixDigits(disagreement),
      };
    });
  } finally {
    estimator.dispose();
    network.dispose();
  }
}

/** Some examples of a data set. */
interface Part {
  readonly data: Dataset;
  readonly examples: Int32Array;
}

function head(examples: Int32Array, count: number | null): Int32Array {
  return count === null ? examples : examples.slice(0, count);
}

function evaluate(network: Network, train: Part, test: Part) {
  const fitted = train.examples.length > 0 ? network.evaluate(train.data, train.examples) : null;
  const tested = network.evaluate(test.data, test.examples);
  return {
    testLoss: sixDigits(tested.loss),
    testAccuracy: sixDigits(tested.accuracy),
    trainLoss: fitted && sixDigits(fitted.loss),
    trainAccuracy: fitted && sixDigits(fitted.accuracy),
  };
}

/** How far apart two nets are, in weights and in what they say; throws if they are the same. */
function compare(network: Network, ends: readonly Parameters[], test: Part) {
  const distance = parameterDistance(network.model, ends[0], ends[1]);
  if (distance === 0) {
    throw new UserError(
      'Both ends of the line have the same weights, bit for bit, so it has no length: their settings ' +
        'differ in nothing that training depends on.',
    );
  }
  const [first, second] = ends.map((end) => predictions(network, end, test));
  const differing = first.filter((label, i) => label !== second[i]).length;
  return { distance, disagreement: differing / first.length };
}

/** The class of the largest logit for every example. */
function predictions(network: Network, parameters: Parameters, { data, examples }: Part): number[] {
  const { numClasses } = network.model;
  network.load(parameters);
  const labels: number[] = [];
  for (let start = 0; start < examples.length; start += network.batchSize) {
    const count = Math.min(network.batchSize, examples.length - start);
    const logits = network.logits(data, examples, start, count);
    for (let i = 0; i < count; i++) {
      const own = logits.subarray(i * numClasses, (i + 1) * numClasses);
      labels.push(own.indexOf(Math.max(...own)));
    }
  }
  return labels;
}
