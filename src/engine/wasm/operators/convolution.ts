import type { Conv2dLayer } from '../../../models/layer.js';
import { outputShape } from '../../../models/shapes.js';
import type { Kernels, Pointer } from '../kernels.js';
import type { Batch, Operator, Passes, Workshop } from '../operator.js';
import { sparseBelow } from '../paths.js';
import { reserveParameter, reserveWeight } from '../stored-parameter.js';
import { blockBytes, createTensor, interiorOffset, lineBytes, type Tensor } from '../tensor.js';
import {
  type ConvolutionPass,
  type ConvolutionPasses,
  type ConvolutionPlan,
  geometryOf,
} from './convolution-plan.js';
import { gradientHalo } from './correlation.js';
import {
  directForward,
  directInputGradient,
  directWeightGradient,
  forEachBlock,
} from './direct-convolution.js';
import { sparseConvolution } from './sparse-convolution.js';
import {
  winogradApplies,
  winogradForward,
  winogradInputGradient,
  winogradWeightGradient,
} from './winograd-convolution.js';

/** y = W * x + b on blocks; then max(0, y) if `rectify`. */
export function convolutionOperator(
  workshop: Workshop,
  layer: Conv2dLayer,
  name: string,
  input: Tensor,
  rectify: boolean,
): Operator {
  const geometry = geometryOf(layer);
  const { kernel, groups, padding } = geometry;
  const { channels } = layer;
  const output = createTensor(name, outputShape(layer, input.shape), 'blocks');
  const columns = (input.shape[0] / groups) * kernel * kernel;
  const below = sparseBelow(workshop.paths, name, 'convolution');
  const { weight, structure } = reserveWeight(workshop, `${name}.weight`, channels, columns, below);
  const bias =
    layer.bias === false ? undefined : reserveParameter(workshop, `${name}.bias`, channels);
  const plan: ConvolutionPlan = { name, input, output, geometry, rectify, weight, bias };
  input.halo = Math.max(input.halo, padding);
  output.halo = Math.max(output.halo, gradientHalo(plan));
  const passes =
    structure === undefined
      ? denseConvolution(workshop, plan)
      : sparseConvolution(workshop, plan, structure);
  return operatorOf(plan, passes);
}

/** The passes that compute with all weights, by Winograd's algorithm where it pays. */
function denseConvolution(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPasses {
  const winograd = workshop.paths.winograd && winogradApplies(plan);
  return {
    forward: (winograd ? winogradForward : directForward)(workshop, plan),
    inputGradient: (winograd ? winogradInputGradient : directInputGradient)(workshop, plan),
    weightGradient: (winograd ? winogradWeightGradient : directWeightGradient)(workshop, plan),
  };
}

/** The operator of which `passes` are the main work. */
function operatorOf(
  plan: ConvolutionPlan,
  { forward, inputGradient, weightGradient }: ConvolutionPasses,
): Operator {
  const { name, input, output, rectify, weight, bias } = plan;
  const biasGradient = biasGradientPass(plan);
  const passes = [forward, inputGradient, weightGradient, biasGradient];
  return {
    name,
    inputs: [input],
    output,
    parameters: bias === undefined ? [weight] : [weight, bias],
    keeps: rectify ? [input, output] : [input],
    scratchBytes: Math.max(...passes.map(({ scratchBytes }) => scratchBytes)),
    bind: (kernels, scratch, [adds]): Passes => {
      const bind = (pass: ConvolutionPass) => pass.bind(kernels, scratch, adds);
      const backward = [bind(biasGradient), bind(weightGradient)];
      if (input.gradient !== 0) backward.push(bind(inputGradient));
      return {
        forward: bind(forward),
        backward: (batch) => {
          for (const pass of backward) pass(batch);
        },
      };
    },
  };
}

/** Stops dy where the ReLU did, and sums it up over pixels and examples. */
export function biasGradientPass({ output, rectify, bias }: ConvolutionPlan): ConvolutionPass {
  const [channels, height, width] = output.shape;
  const bytes = bias === undefined ? 0 : 16 * channels;
  const bind = (kernels: Kernels, sums: Pointer) => (batch: Batch) => {
    if (bias === undefined && !rectify) return;
    kernels.clear(sums, bytes);
    forEachBlock(batch, (block, vectors) => {
      const first = block * blockBytes(output) + interiorOffset(output);
      kernels.blockBiasGradient(
        channels,
        height,
        width,
        lineBytes(output),
        output.values + first,
        output.gradient + first,
        vectors,
        rectify,
        bias === undefined ? 0 : sums,
      );
    });
    if (bias !== undefined) kernels.sumLanes(channels, sums, bias.gradient);
  };
  return { scratchBytes: bytes, bind };
}
