import { UserError } from '../errors.js';
import { type Conv2dLayer, type Layer, paddingOf, type PoolLayer, type Shape } from './layer.js';

/** The shape that a layer makes of `input`. Throws a `UserError` if the layer cannot take it. */
export function outputShape(layer: Layer, input: Shape): Shape {
  switch (layer.kind) {
    case 'dense':
    case 'gru':
      return [positive(layer.units, `units of '${layer.name}'`), 1, 1];
    case 'conv2d':
      return convolved(layer, input);
    case 'maxPool':
    case 'averagePool':
      return pooled(layer, input);
    case 'globalAveragePool':
      return [input[0], 1, 1];
    case 'adaptiveAveragePool':
      return [
        input[0],
        positive(layer.height, 'height of an adaptive pool'),
        positive(layer.width, 'width of an adaptive pool'),
      ];
    case 'flatten':
      return [input[0] * input[1] * input[2], 1, 1];
    case 'residual':
      return added(layer.name, through(layer.body, input), through(layer.shortcut, input));
    case 'dropout':
      if (layer.rate >= 0 && layer.rate < 1) return input;
      throw new UserError(`A dropout rate must be in [0, 1), but is ${layer.rate}.`);
    default:
      return input;
  }
}

/** The shape that a list of layers makes of `input`. */
export function through(layers: readonly Layer[], input: Shape): Shape {
  return layers.reduce((shape, layer) => outputShape(layer, shape), input);
}

function convolved(layer: Conv2dLayer, [inputs, height, width]: Shape): Shape {
  const { name, channels, kernel, stride = 1, dilation = 1, groups = 1 } = layer;
  positive(channels, `channels of '${name}'`);
  positive(kernel, `kernel of '${name}'`);
  positive(stride, `stride of '${name}'`);
  positive(dilation, `dilation of '${name}'`);
  if (inputs % groups !== 0 || channels % groups !== 0) {
    throw new UserError(
      `'${name}' has ${groups} groups, which must divide its ${inputs} input and ${channels} output channels.`,
    );
  }
  const padding = paddingOf(layer);
  if (!Number.isInteger(padding) || padding < 0) {
    throw new UserError(
      `The padding of '${name}' comes to ${padding} pixels a side. ` +
        "'same' needs an odd kernel; otherwise give a whole number of pixels.",
    );
  }
  const side = (size: number): number =>
    Math.floor((size + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  return checkArea([channels, side(height), side(width)], `'${name}'`, [inputs, height, width]);
}

function pooled(layer: PoolLayer, [channels, height, width]: Shape): Shape {
  const { size, stride = size, padding = 0, overhang = false } = layer;
  positive(size, 'size of a pool');
  positive(stride, 'stride of a pool');
  if (!Number.isInteger(padding) || padding < 0 || 2 * padding > size) {
    throw new UserError(
      `The padding of a pool must be a whole number of at most half its size, ${size}, ` +
        `so that no window is empty, but is ${padding}.`,
    );
  }
  const side = (length: number): number => {
    const steps = (length + 2 * padding - size) / stride;
    if (!overhang) return Math.floor(steps) + 1;
    const last = Math.ceil(steps);
    return last * stride >= length + padding ? last : last + 1; // it must start inside
  };
  const what = `a ${layer.kind} of size ${size}`;
  return checkArea([channels, side(height), side(width)], what, [channels, height, width]);
}

function added(name: string, body: Shape, shortcut: Shape): Shape {
  if (body.every((n, i) => n === shortcut[i])) return body;
  throw new UserError(
    `The body of '${name}' makes [${body.join(', ')}], but its shortcut makes ` +
      `[${shortcut.join(', ')}]; they are added, so they must agree.`,
  );
}

function checkArea(output: Shape, what: string, input: Shape): Shape {
  if (output[1] >= 1 && output[2] >= 1) return output;
  throw new UserError(
    `The input [${input.join(', ')}] is too small for ${what}. Take larger pictures, or a model that ` +
      'shrinks them less.',
  );
}

function positive(value: number, what: string): number {
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UserError(`The ${what} must be a positive integer, but is ${value}.`);
}
