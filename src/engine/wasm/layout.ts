import { inputSize, type Model } from '../../models/model.js';
import { type Arena, roundUp } from './arena.js';
import type { Pointer } from './kernels.js';
import {
  type LayerParameters,
  reserveParameters,
  type StorageOptions,
  type Table,
} from './stored-parameter.js';

/** A tile and two blocks; see BLOCK_... in assembly/gemm.ts. */
export const GEMM_SCRATCH_BYTES = 4 * (4 * 8 + 512 * 256 + 128 * 256);

/** The outputs of a layer, feature-major: [features][stride / 4]. */
export interface Activation {
  readonly features: number;
  readonly values: Pointer;
  /** 0 for the input, whose gradient nobody wants. */
  readonly gradient: Pointer;
}

/** A dense layer of the model and the ReLU after it, if there is one. */
export interface PlannedLayer extends LayerParameters {
  readonly input: Activation;
  readonly output: Activation;
  readonly rectify: boolean;
}

/** Where everything of a network lies in memory. */
export interface Layout {
  /** Length of a row of activations in bytes. */
  readonly stride: number;
  readonly input: Activation;
  /** Whether the model starts with a ReLU. */
  readonly rectifyInput: boolean;
  readonly layers: readonly PlannedLayer[];
  readonly tables: readonly Table[];
  readonly staged: Pointer;
  /** int32 per lane. */
  readonly labels: Pointer;
  /** Two doubles: summed loss, right answers. */
  readonly result: Pointer;
  readonly gemmScratch: Pointer;
  readonly partialSums: Pointer;
}

export interface LayoutOptions extends StorageOptions {
  readonly batchSize: number;
}

/** Lays a model out in an arena. */
export function createLayout(arena: Arena, model: Model, options: LayoutOptions): Layout {
  const lanes = roundUp(options.batchSize, 4);
  const stride = lanes * 4;
  const features = inputSize(model);
  const tables: Table[] = [];
  const input = { features, values: arena.reserve('input', features * stride), gradient: 0 };
  const layers: PlannedLayer[] = [];
  let current: Activation = input;
  for (const [i, layer] of model.layers.entries()) {
    if (layer.kind !== 'dense') continue;
    const output = reserveActivation(arena, layer.name, layer.units, stride);
    const rectify = model.layers[i + 1]?.kind === 'relu';
    const shape = { name: layer.name, units: layer.units, inputs: current.features };
    const parameters = reserveParameters(arena, tables, shape, stride, options);
    layers.push({ input: current, output, rectify, ...parameters });
    current = output;
  }
  const entries = Math.max(0, ...layers.map(({ sparse }) => sparse?.entries ?? 0));
  const anyDense = layers.some(({ sparse }) => sparse === undefined);
  return {
    stride,
    input,
    rectifyInput: model.layers[0]?.kind === 'relu',
    layers,
    tables,
    staged: arena.reserve('staged examples', lanes * features * 4),
    labels: arena.reserve('labels', lanes * 4),
    result: arena.reserve('result', 16),
    gemmScratch: anyDense ? arena.reserve('gemm scratch', GEMM_SCRATCH_BYTES) : 0,
    partialSums: arena.reserve('partial sums', entries * 16),
  };
}

function reserveActivation(
  arena: Arena,
  name: string,
  features: number,
  stride: number,
): Activation {
  return {
    features,
    values: arena.reserve(`${name} output`, features * stride),
    gradient: arena.reserve(`${name} output gradient`, features * stride),
  };
}
