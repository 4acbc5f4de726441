// Weights in the order in which the kernels read them: [outputs / 4][taps][inputs][4], and back.
import { TILE_CHANNELS } from './tile';

/**
 * Packs the weights of `outputs` x `inputs` channels at some taps, padded with zeros.
 *
 * `outputStride` and `inputStride` are the bytes from channel to channel, the table `taps` holds the
 * bytes from the weight of the first tap to that of each. For a data gradient, the outputs are the
 * convolution's inputs.
 */
export function packWeights(
  outputs: i32,
  inputs: i32,
  outputStride: usize,
  inputStride: usize,
  taps: usize,
  tapCount: i32,
  weights: usize,
  packed: usize,
): void {
  for (; outputs > 0; outputs -= TILE_CHANNELS) {
    for (let tap: i32 = 0; tap < tapCount; tap++) {
      let source = weights + <usize>load<u32>(taps + ((<usize>tap) << 2));
      for (let input: i32 = 0; input < inputs; input++) {
        store<f32>(packed, load<f32>(source));
        store<f32>(packed, outputs > 1 ? load<f32>(source + outputStride) : 0, 4);
        store<f32>(packed, outputs > 2 ? load<f32>(source + 2 * outputStride) : 0, 8);
        store<f32>(packed, outputs > 3 ? load<f32>(source + 3 * outputStride) : 0, 12);
        source += inputStride;
        packed += 16;
      }
    }
    weights += <usize>TILE_CHANNELS * outputStride;
  }
}

/** The inverse of `packWeights`. */
export function unpackWeights(
  outputs: i32,
  inputs: i32,
  outputStride: usize,
  inputStride: usize,
  taps: usize,
  tapCount: i32,
  weights: usize,
  packed: usize,
): void {
  for (; outputs > 0; outputs -= TILE_CHANNELS) {
    for (let tap: i32 = 0; tap < tapCount; tap++) {
      let target = weights + <usize>load<u32>(taps + ((<usize>tap) << 2));
      for (let input: i32 = 0; input < inputs; input++) {
        store<f32>(target, load<f32>(packed));
        if (outputs > 1) store<f32>(target + outputStride, load<f32>(packed, 4));
        if (outputs > 2) store<f32>(target + 2 * outputStride, load<f32>(packed, 8));
        if (outputs > 3) store<f32>(target + 3 * outputStride, load<f32>(packed, 12));
        target += inputStride;
        packed += 16;
      }
    }
    weights += <usize>TILE_CHANNELS * outputStride;
  }
}

/** Fills with zeros. */
export function clear(pointer: usize, bytes: usize): void {
  memory.fill(pointer, 0, bytes);
}
