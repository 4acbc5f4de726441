import { countKept, type Mask } from './mask.js';
import { type Model, parameterSpecs, visitLayers } from './model.js';

/**
 * Multiply-adds of one forward pass of one example, over the surviving weights if there is a mask.
 *
 * A dense weight is used once, a convolution's once per output pixel (zeros around the picture
 * included, as is usual), a GRU's once per row; biases, gates, normalisations and pools are not
 * counted. A step of training costs
 * about three times as much, and each multiply-add is two floating-point operations.
 */
export function forwardMacs(model: Model, mask?: Mask): number {
  const uses = new Map<string, number>();
  visitLayers(model, (layer, name, input, [, height, width]) => {
    if (layer.kind === 'dense' || layer.kind === 'conv2d') {
      uses.set(`${name}.weight`, height * width);
    } else if (layer.kind === 'gru') {
      uses.set(`${name}.input.weight`, input[1]);
      uses.set(`${name}.recurrent.weight`, input[1]);
    }
  });
  return parameterSpecs(model).reduce((sum, { name, size }) => {
    const bits = mask?.[name];
    return sum + (uses.get(name) ?? 0) * (bits === undefined ? size : countKept(bits));
  }, 0);
}
