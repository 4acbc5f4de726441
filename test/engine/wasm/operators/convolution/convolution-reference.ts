// A convolution as its definition says, in double precision.
import type { Shape } from '../../../../../src/models/layer.js';

export interface ConvolutionCase {
  readonly batch: number;
  readonly shape: Shape;
  readonly channels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** Height and width of the output. */
export function outputSides(c: ConvolutionCase): [number, number] {
  const side = (size: number): number =>
    Math.floor((size + 2 * c.padding - c.dilation * (c.kernel - 1) - 1) / c.stride) + 1;
  return [side(c.shape[1]), side(c.shape[2])];
}

/** Calls `visit` with the places in y, x and W of every product. */
function forEachProduct(
  { batch, shape, channels, kernel, stride, padding, dilation, groups }: ConvolutionCase,
  [outputHeight, outputWidth]: readonly [number, number],
  visit: (output: number, input: number, weight: number) => void,
): void {
  const [inputs, height, width] = shape;
  const [groupInputs, groupOutputs] = [inputs / groups, channels / groups];
  for (let n = 0, output = 0; n < batch; n++) {
    for (let k = 0; k < channels; k++) {
      const firstInput = Math.floor(k / groupOutputs) * groupInputs;
      for (let row = 0; row < outputHeight; row++) {
        for (let column = 0; column < outputWidth; column++, output++) {
          for (let c = 0; c < groupInputs; c++) {
            for (let ty = 0; ty < kernel; ty++) {
              const y = row * stride + ty * dilation - padding;
              if (y < 0 || y >= height) continue;
              for (let tx = 0; tx < kernel; tx++) {
                const x = column * stride + tx * dilation - padding;
                if (x < 0 || x >= width) continue;
                visit(
                  output,
                  ((n * inputs + firstInput + c) * height + y) * width + x,
                  ((k * groupInputs + c) * kernel + ty) * kernel + tx,
                );
              }
            }
          }
        }
      }
    }
  }
}

/**
 * Output and gradients; `bias` may be left out. Where an output is within rounding of 0, the ReLU may
 * let it through here and not in single precision, so the gradients go by the sign of `rounded`.
 */
export function referenceConvolution(
  c: ConvolutionCase,
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias: ArrayLike<number> | undefined,
  upstream: ArrayLike<number>,
  rectify: boolean,
  rounded?: ArrayLike<number>,
): Record<'output' | 'inputGradient' | 'weightGradient' | 'biasGradient', Float64Array> {
  const sides = outputSides(c);
  const area = sides[0] * sides[1];
  const channelOf = (i: number): number => Math.floor(i / area) % c.channels;
  const output = Float64Array.from({ length: c.batch * c.channels * area }, (_, i) =>
    bias === undefined ? 0 : bias[channelOf(i)],
  );
  forEachProduct(c, sides, (o, i, w) => (output[o] += weight[w] * x[i]));
  const signs = rounded ?? output;
  const gradient = Float64Array.from(upstream, (g, i) => (rectify && signs[i] <= 0 ? 0 : g));
  const inputGradient = new Float64Array(x.length);
  const weightGradient = new Float64Array(weight.length);
  const biasGradient = new Float64Array(bias?.length ?? 0);
  forEachProduct(c, sides, (o, i, w) => {
    inputGradient[i] += weight[w] * gradient[o];
    weightGradient[w] += x[i] * gradient[o];
  });
  if (bias !== undefined) gradient.forEach((g, i) => (biasGradient[channelOf(i)] += g));
  return {
    output: rectify ? output.map((v) => Math.max(0, v)) : output,
    inputGradient,
    weightGradient,
    biasGradient,
  };
}
