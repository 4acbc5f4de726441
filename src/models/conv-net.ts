import type { Layer } from './layer.js';
import type { Model } from './model.js';
import { type ArchitectureOptions, variant } from './variant.js';

/**
 * Conv-2, Conv-4 or Conv-6 of Frankle & Carbin (2019, figure 2): one to three stages of two 3x3
 * convolutions and a maximum over 2x2, then dense layers of 256, 256 and `numClasses` units.
 *
 * The stages have 64, 128 and 256 channels. Width: channels of the first stage, 64 in full; the
 * dense layers are scaled too.
 */
export function convNet(depth: 2 | 4 | 6, options: ArchitectureOptions): Model {
  const { inputShape, numClasses, width } = options;
  const { name, scaled } = variant(`conv-${depth}`, 64, width);
  const stages = [64, 128, 256]
    .slice(0, depth / 2)
    .flatMap((channels, i): Layer[] => [
      { kind: 'conv2d', name: `conv${2 * i + 1}`, channels: scaled(channels), kernel: 3 },
      { kind: 'relu' },
      { kind: 'conv2d', name: `conv${2 * i + 2}`, channels: scaled(channels), kernel: 3 },
      { kind: 'relu' },
      { kind: 'maxPool', size: 2 },
    ]);
  const layers: Layer[] = [
    ...stages,
    { kind: 'dense', name: 'fc1', units: scaled(256) },
    { kind: 'relu' },
    { kind: 'dense', name: 'fc2', units: scaled(256) },
    { kind: 'relu' },
    { kind: 'dense', name: 'fc3', units: numClasses },
  ];
  return { name, inputShape, numClasses, layers };
}
