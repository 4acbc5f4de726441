import type { Conv2dLayer } from '../../../models/layer.js';
import { outputShape } from '../../../models/shapes.js';
import type { Operator, Workshop } from '../operator.js';
import { reserveParameter, reserveWeight } from '../stored-parameter.js';
import { blockBytes, createTensor, interiorOffset, lineBytes, type Tensor } from '../tensor.js';
import { forEachBlock } from './blocks.js';
import {
  type ConvolutionPass,
  type ConvolutionPasses,
  type ConvolutionPlan,
  geometryOf,
} from './convolution-plan.js';
import { gradientHalo } from './correlation.js';
import { directForward, directInputGradient, directWeightGradient } from './direct-convolution.js';
import {
  winogradApplies,
  winogradForward,
  winogradInputGradient,
  winogradWeightGradient,
} from './winograd-convolution.js';

/**
 * Winograd's algorithm is used from so many channels on, of input and output both.
 *
 * Measured on one core of a Zen 5, 128 examples of 32 x 32: forward, input and weight gradient take
 * 2.6, 2.6 and 2.9 ms directly and 2.3, 2.5 and 1.8 ms by Winograd with 8 channels, 5.8, 5.8 and 6.5
 * against 4.9, 4.8 and 4.2 ms with 12, 10.4, 10.3 and 11.1 against 6.5, 6.5 and 6.0 ms with 16.
 * With 64 channels (60 examples) it is 79 ms for each against 27 ms.
 */
const WINOGRAD_CHANNELS = 12;

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
  const { weight } = reserveWeight(workshop, `${name}.weight`, channels, columns, 0);
  const bias =
    layer.bias === false ? undefined : reserveParameter(workshop, `${name}.bias`, channels);
  const plan = { name, input, output, geometry, rectify, weight, bias };
  input.halo = Math.max(input.halo, padding);
  output.halo = Math.max(output.halo, gradientHalo(plan));
  return operatorOf(plan, densePasses(workshop, plan));
}

/** The passes that compute with all weights. */
function densePasses(workshop: Workshop, plan: ConvolutionPlan): ConvolutionPasses {
  const channels = Math.min(plan.input.shape[0], plan.output.shape[0]);
  const pays = workshop.paths.winograd && channels >= WINOGRAD_CHANNELS;
  if (pays && winogradApplies(plan)) {
    return {
      forward: winogradForward(workshop, plan),
      inputGradient: winogradInputGradient(workshop, plan),
      weightGradient: winogradWeightGradient(workshop, plan),
    };
  }
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
