import { type Saliency, synapticSaliency } from '../../analysis/saliency.js';
import type { Dataset } from '../../data/dataset.js';
import { absolutePass } from '../../engine/evidence/absolute-pass.js';
import { forward64 } from '../../engine/float64/forward.js';
import { wasmEngine } from '../../engine/wasm/engine.js';
import { type Rng, stream } from '../../math/rng.js';
import { denseMask } from '../../models/mask.js';
import { inputSize, type Model, type Parameters } from '../../models/model.js';
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

/** The saliency that a config asks for. */
export function saliencyOf(config: ConservationConfig, data: Dataset): Flow {
  if (config.saliency === 'scores') return scoresOf(config, data);
  const model = modelOf(config);
  const drawn = drawParameters(model, config, 'init');
  if (config.precision === 'float32') return singlePrecisionFlow(model, drawn);
  const parameters = config.saliency === 'synflow' ? absolute(drawn) : drawn;
  return doublePrecisionFlow(model, parameters, config);
}

function scoresOf(config: ConservationConfig, data: Dataset): Flow {
  const { model, scorer, parameters, evidence, dispose } = makeUntrained(config, data);
  try {
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
    const { gradients, flow } = absolutePass(network);
    return { model, saliency: synapticSaliency(model, absolute(drawn), gradients), total: flow };
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
