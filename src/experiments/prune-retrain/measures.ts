import { learningDistance } from '../../analysis/learning-distance.js';
import { sharpness } from '../../analysis/sharpness.js';
import type { Network } from '../../engine/engine.js';
import type { Row } from '../../experiment/experiment.js';
import { stream } from '../../math/rng.js';
import type { Mask } from '../../models/mask.js';
import { sixDigits } from '../settings.js';
import { measures, type PruneRetrainConfig } from './config.js';
import { drawnFor, type TrainingData } from './start.js';

/** A trained net, and what it was trained on. */
interface Trained {
  readonly network: Network;
  readonly mask: Mask;
  readonly training: TrainingData;
}

type Measure = (config: PruneRetrainConfig, trained: Trained) => number;

/** How far weights move to measure sharpness, in norms of their filters. */
const RADIUS = 0.25;
/** Random directions that sharpness is averaged over, and training examples that it looks at. */
const DIRECTIONS = 10;
const EXAMPLES = 1000;

/**
 * The measures by name: `learningDistance` is that from the weights drawn for the net before pruning
 * (He et al. 2022, section 3.2); `sharpness` the increase of the training loss, see `sharpness`.
 */
const known: Readonly<Record<(typeof measures)[number], Measure>> = {
  learningDistance: (config, { network }) =>
    learningDistance(network.model, drawnFor(config), network.parameters()),
  sharpness: ({ seed }, { network, mask, training: { data, examples } }) => {
    const rng = stream(seed, 'sharpness');
    const options = { radii: [RADIUS], directions: DIRECTIONS, rng, mask };
    return sharpness(network, data, examples.slice(0, EXAMPLES), options)[0].meanIncrease;
  },
};

/** What the config asks to be measured of a trained network. */
export function measure(config: PruneRetrainConfig, trained: Trained): Row {
  return Object.fromEntries(
    measures
      .filter((name) => config.measures.includes(name))
      .map((name) => [name, sixDigits(known[name](config, trained))]),
  );
}
