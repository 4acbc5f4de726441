import { type Saliency, synapticSaliency } from '../../analysis/saliency.js';
import type { Dataset } from '../../data/dataset.js';
import { absolutePass } from '../../engine/evidence/absolute-pass.js';
import { powerOfTwo } from '../../engine/evidence/powers-of-two.js';
import { forward64 } from '../../engine/float64/forward.js';
import { wasmEngine } from '../../engine/wasm/engine.js';
import { type Rng, stream } from '../../math/rng.js';
import { denseMask } from '../../models/mask.js';
import { UserError } from '../../errors.js';
import { inputSize, type Model, type Parameters } from '../../models/model.js';
import { checkFinite } from '../../pruning/request.js';
import { type ConservationConfig, INPUTS } from './conservation-config.js';
import { modelOf } from './settings.js';
import { drawParameters, makeUntrained } from './untrained.js';

/** The saliency of a net. */
export interface Flow {
  readonly model: Model;
  readonly saliency: Saliency;
  /** <dR/dy, y> over the outputs y: what must flow through every cut; null where there is no R. */
  readonly total: number | null;
}

/**
 * The saliency that a config asks for.
 *
 * In single precision that of a net in which more flows than float32 can hold is too small by a power
 * of two, and so is its total. Throws a `UserError` that names the parameter where something is not
 * finite.
 */
export function saliencyOf(config: ConservationConfig, data: Dataset): Flow {
  const flow = flowOf(config, data);
  for (const [name, values] of Object.entries(flow.saliency)) {
    const place = values.findIndex((value) => !Number.isFinite(value));
    if (place < 0) continue;
    throw new UserError(
      `The saliency of '${name}' is ${values[place]} at place ${place}: some number in the net is too ` +
        `large for ${config.precision}. Draw smaller weights.`,
    );
  }
  return flow;
}

function flowOf(config: ConservationConfig, data: Dataset): Flow {
  if (config.saliency === 'scores') return scoresOf(config, data);
  const model = modelOf(config);
  const drawn = drawParameters(model, config, 'init');
  checkFinite(model, drawn);
  if (config.precision === 'float32') return singlePrecisionFlow(model, drawn);
  const parameters = config.saliency === 'synflow' ? absolute(drawn) : drawn;
  return doublePrecisionFlow(model, parameters, config);
}

function scoresOf(config: ConservationConfig, data: Dataset): Flow {
  const { model, scorer, parameters, evidence, dispose } = makeUntrained(config, data);
  try {
    checkFinite(model, parameters);
    evidence.network?.load(parameters);
    const saliency = scorer.score(model, parameters, denseMask(model), evidence);
    return { model, saliency, total: null };
  } finally {
    dispose();
  }
}

function singlePrecisionFlow(model: Model, drawn: Parameters): Flow {
  const network = wasmEngine().compile(model, { batchSize: 1 });
  try {
    network.load(drawn);
    const { gradients, flow, logScale } = absolutePass(network);
    return {
      model,
      saliency: synapticSaliency(model, absolute(drawn), gradients),
      total: flow * powerOfTwo(-Math.round(logScale / Math.LN2)),
    };
  } finally {
    network.dispose();
  }
}

function doublePrecisionFlow(
  model: Model,
  parameters: Parameters,
  { saliency, mode, seed }: ConservationConfig,
): Flow {
  const rng = stream(seed, 'inputs');
  const ones = saliency === 'synflow';
  const count = ones ? 1 : INPUTS;
  const inputs = ones
    ? new Float64Array(inputSize(model)).fill(1)
    : normals(INPUTS * inputSize(model), rng);
  const { outputs, pullback } = forward64(model, parameters, inputs, count, { mode });
  const upstream = ones
    ? new Float64Array(outputs.length).fill(1)
    : saliency === 'squared'
      ? outputs.slice()
      : normals(outputs.length, rng);
  const { gradients } = pullback(upstream);
  return {
    model,
    saliency: synapticSaliency(model, parameters, gradients, { mode }),
    total: outputs.reduce((sum, y, i) => sum + y * upstream[i], 0),
  };
}

function absolute(parameters: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, values.map(Math.abs)]),
  );
}

function normals(length: number, rng: Rng): Float64Array {
  return Float64Array.from({ length }, () => rng.normal());
}
