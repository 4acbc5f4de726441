import { learningDistance } from '../../analysis/learning-distance.js';
import type { Network } from '../../engine/engine.js';
import type { Row } from '../../experiment/experiment.js';
import { sixDigits } from '../settings.js';
import { measures, type PruneRetrainConfig } from './config.js';
import { drawnFor } from './start.js';

type Measure = (config: PruneRetrainConfig, network: Network) => number;

/**
 * The measures by name: `learningDistance` is that from the weights drawn for the net before pruning
 * (He et al. 2022, section 3.2).
 */
const known: Readonly<Record<(typeof measures)[number], Measure>> = {
  learningDistance: (config, network) =>
    learningDistance(network.model, drawnFor(config), network.parameters()),
};

/** What the config asks to be measured of a trained network. */
export function measure(config: PruneRetrainConfig, network: Network): Row {
  return Object.fromEntries(
    measures
      .filter((name) => config.measures.includes(name))
      .map((name) => [name, sixDigits(known[name](config, network))]),
  );
}
