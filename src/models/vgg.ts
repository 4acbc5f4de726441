import type { Layer } from './layer.js';
import type { Model } from './model.js';
import { type ArchitectureOptions, variant } from './variant.js';

export interface VggOptions extends ArchitectureOptions {
  /** Whether the convolutions have biases, though a normalisation follows. True when left out. */
  readonly bias?: boolean;
}

const channelsOfStages = [64, 128, 256, 512, 512];

/** Convolutions of each stage. */
const plans = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
} as const;

/**
 * VGG (Simonyan & Zisserman 2015) for small pictures, as the pruning literature has it: batch
 * normalisation after every 3x3 convolution, an average over the last pixels, and one dense layer.
 *
 * Five stages of 64, 128, 256, 512 and 512 channels, halved in size between them. Biases as in the
 * code of Frankle & Carbin and of Tanaka et al. (2020). Width: channels of the first stage, 64 in
 * full.
 */
export function vgg(depth: 11 | 13 | 16 | 19, options: VggOptions): Model {
  const { inputShape, numClasses, width, bias = true } = options;
  const { name, scaled } = variant(`vgg-${depth}`, 64, width, bias ? [] : ['nobias']);
  const layers: Layer[] = [];
  let number = 0;
  plans[depth].forEach((convolutions, stage) => {
    if (stage > 0) layers.push({ kind: 'maxPool', size: 2 });
    const channels = scaled(channelsOfStages[stage]);
    for (let i = 0; i < convolutions; i++) {
      number++;
      layers.push(
        { kind: 'conv2d', name: `conv${number}`, channels, kernel: 3, ...(bias ? {} : { bias }) },
        { kind: 'batchNorm', name: `bn${number}` },
        { kind: 'relu' },
      );
    }
  });
  layers.push({ kind: 'globalAveragePool' }, { kind: 'dense', name: 'fc', units: numClasses });
  return { name, inputShape, numClasses, layers };
}
