import { forwardMacs } from '../../models/cost.js';
import { junctions } from '../../models/junctions.js';
import { demand, demandOneOf, isCount } from '../settings.js';
import {
  type AtInitConfig,
  atInitDefaults,
  checkAtInit,
  modelOf,
  normaliseAtInit,
  scoringCost,
} from './settings.js';

/** The settings of `conservation`. */
export interface ConservationConfig extends AtInitConfig {
  /**
   * Whose saliency flows: R of `synflow` is the sum of the outputs of the net with absolute
   * parameters, of `linear` a random sum of the outputs, of `squared` half their squares; `scores`
   * takes the scorer's scores instead.
   */
  readonly saliency: 'synflow' | 'linear' | 'squared' | 'scores';
  /** Of normalisations. */
  readonly mode: 'eval' | 'train';
  /** Of the arithmetic. `scores` and `synflow` are float32 wherever scorers compute them. */
  readonly precision: 'float32' | 'float64';
  /** How many units of each layer the rows show one by one. */
  readonly units: number;
}

export const conservationDefaults: ConservationConfig = {
  ...atInitDefaults,
  saliency: 'synflow',
  mode: 'eval',
  precision: 'float32',
  units: 0,
};

export function checkConservation(config: ConservationConfig): void {
  checkAtInit(config);
  demandOneOf(['synflow', 'linear', 'squared', 'scores'], 'saliency', config.saliency);
  demandOneOf(['eval', 'train'], 'mode', config.mode);
  demandOneOf(['float32', 'float64'], 'precision', config.precision);
  demand(isCount(config.units), 'units', config.units, 'a whole number, 0 or more');
  const exact = config.precision === 'float64';
  demand(
    config.saliency === 'scores' ? !exact : exact || config.saliency === 'synflow',
    'precision',
    config.precision,
    config.saliency === 'scores' ? "'float32' for scores" : `'float64' for ${config.saliency}`,
  );
  demand(
    exact || config.saliency === 'scores' || config.mode === 'eval',
    'precision',
    config.precision,
    `'float64' in mode ${config.mode}`,
  );
  junctions(modelOf(config), { mode: config.mode });
}

export function normaliseConservation(config: ConservationConfig): ConservationConfig {
  const { scorer, iterations, scope } = conservationDefaults;
  const dense = { ...config, iterations, scope };
  return normaliseAtInit(config.saliency === 'scores' ? dense : { ...dense, scorer });
}

/** GFLOP; doubles in plain TypeScript are about twenty times as slow as our kernels. */
export function conservationCost(config: ConservationConfig): number {
  if (config.saliency === 'scores') return scoringCost(config) + 0.1;
  const slowness = config.precision === 'float64' ? 20 : 1;
  return (slowness * 6 * forwardMacs(modelOf(config)) * INPUTS) / 1e9 + 0.1;
}

/** Inputs that random and squared outputs are computed for. */
export const INPUTS = 8;
