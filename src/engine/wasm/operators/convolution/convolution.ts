import type { Conv2dLayer } from '../../../../models/layer.js';
import { outputShape } from '../../../../models/shapes.js';
import type { Operator, Workshop } from '../../operator.js';
import { sparseConvolutionBelow, winogradPays } from '../../paths.js';
import { reserveParameter, reserveWeight } from '../../memory/stored-parameter.js';
import {
  blockBytes,
  createTensor,
  interiorOffset,
  lineBytes,
  type Tensor,
} from '../../memory/tensor.js';
import { forEachBlock } from '../blocks.js';
import {
  type ConvolutionPass,
  type ConvolutionPasses,
  type ConvolutionPlan,
  geometryOf,
} from './convolution-plan.js';
import { gradientHalo } from './correlation.js';
import { directForward, directInputGradient, directWeightGradient } from './direct-convolution.js';
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
  const { paths, batchSize } = workshop;
  const output = createTensor(name, outputShape(layer, input.shape), 'blocks');
  const fewest = Math.min(input.shape[0], channels);
  const pixels = output.shape[1] * output.shape[2];
  const pays = winogradPays(paths, { channels: fewest, pixels, batchSize });
  const winograd = pays && winogradApplies({ input, output, geometry });
  const below = sparseConvolutionBelow(paths, name, winograd ? fewest : undefined);
  const columns = (input.shape[0] / groups) * kernel * kernel;
  const { weight, strips } = reserveWeight(workshop, `${name}.weight`, channels, columns, below);
  const bias =
    layer.bias === false ? undefined : reserveParameter(workshop, `${name}.bias`, channels);
  const plan = { name, input, output, geometry, rectify, weight, bias };
  input.halo = Math.max(input.halo, padding);
  output.halo = Math.max(output.halo, gradientHalo(plan));
  if (strips !== undefined) {
    return operatorOf(plan, sparseConvolution(workshop, plan, strips[0]));
  }
  return operatorOf(plan, (winograd ? winogradPasses : directPasses)(workshop, plan));
}

function winogradPasses(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPasses {
  return {
    forward: winogradForward(workshop, plan),
    inputGradient: winogradInputGradient(workshop, plan),
    weightGradient: winogradWeightGradient(workshop, plan),
  };
}

function directPasses(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPasses {
  return {
    forward: directForward(workshop, plan),
    inputGradient: directInputGradient(workshop, plan),
    weightGradient: directWeightGradient(workshop, plan),
  };
}

function operatorOf(plan: ConvolutionPlan, passes: ConvolutionPasses): Operator {
  const { name, input, output, rectify, weight, bias } = plan;
  const { forward, inputGradient, weightGradient } = passes;
  const biasGradient = biasGradientPass(plan);
  const all = [forward, biasGradient, weightGradient, inputGradient];
  return {
    name,
    inputs: [input],
    output,
    parameters: bias === undefined ? [weight] : [weight, bias],
    keeps: rectify ? [input, output] : [input],
    scratchBytes: Math.max(...all.map((pass) => pass.scratchBytes)),
    bind: (kernels, scratch, [adds]) => {
      const wanted = input.gradient === 0 ? [] : [inputGradient];
      const backward = [biasGradient, weightGradient, ...wanted].map((pass) =>
        pass.bind(kernels, scratch, adds),
      );
      return {
        forward: forward.bind(kernels, scratch, adds),
        backward: (batch) => {
          for (const pass of backward) pass(batch);
        },
      };
    },
  };
}

/** Stops dy where the ReLU stopped y; db is the sum of dy over pixels and examples. */
function biasGradientPass({ output, rectify, bias }: ConvolutionPlan): ConvolutionPass {
  const [channels, height, width] = output.shape;
  const bytes = bias === undefined ? 0 : 16 * channels;
  return {
    scratchBytes: bytes,
    bind: (kernels, scratch) => {
      if (bias === undefined && !rectify) return () => undefined;
      const sums = bias === undefined ? 0 : scratch;
      return (batch) => {
        kernels.clear(sums, bytes);
        forEachBlock(batch, (block, vectors) => {
          const first = block * blockBytes(output) + interiorOffset(output);
          const [y, dy] = [output.values + first, output.gradient + first];
          const line = lineBytes(output);
          kernels.blockBiasGradient(channels, height, width, line, y, dy, vectors, rectify, sums);
        });
        if (bias !== undefined) kernels.sumLanes(channels, sums, bias.gradient);
      };
    },
  };
}
