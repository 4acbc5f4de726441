import type { Conv2dLayer, Layer } from './layer.js';
import type { Model } from './model.js';
import { type ArchitectureOptions, variant } from './variant.js';

/** Depths of `resnet`: 6 n + 2, with n blocks in each of three stages. */
export type ResnetDepth = 8 | 14 | 20 | 32 | 44 | 56 | 110;

/**
 * The residual networks for CIFAR of He et al. (2016, section 4.2): a 3x3 convolution and three
 * stages of blocks of two, with 16, 32 and 64 channels, an average over all pixels and a dense layer.
 *
 * Where the size changes, the shortcut is a 1x1 convolution with normalisation (their option B), as
 * in the lottery-ticket papers; no convolution has a bias. Width: channels of the first stage, 16 in
 * full.
 */
export function resnet(depth: ResnetDepth, options: ArchitectureOptions): Model {
  const blocks = (depth - 2) / 6;
  return residualNetwork(`resnet-${depth}`, [16, 32, 64], blocks, options);
}

/**
 * ResNet-18 (He et al. 2016) for small pictures: a 3x3 convolution instead of the 7x7 one and its
 * pool, then four stages of two blocks with 64, 128, 256 and 512 channels.
 *
 * Width: channels of the first stage, 64 in full.
 */
export function resnet18(options: ArchitectureOptions): Model {
  return residualNetwork('resnet-18', [64, 128, 256, 512], 2, options);
}

function residualNetwork(
  family: string,
  stages: readonly number[],
  blocksPerStage: number,
  { inputShape, numClasses, width }: ArchitectureOptions,
): Model {
  const { name, scaled } = variant(family, stages[0], width);
  let before = scaled(stages[0]);
  const layers: Layer[] = [
    convolution('conv1', before, 3),
    { kind: 'batchNorm', name: 'bn1' },
    { kind: 'relu' },
  ];
  stages.map(scaled).forEach((channels, stage) => {
    for (let i = 0; i < blocksPerStage; i++) {
      const number = stage * blocksPerStage + i + 1;
      const stride = stage > 0 && i === 0 ? 2 : 1;
      layers.push(block(`block${number}`, before, channels, stride), { kind: 'relu' });
      before = channels;
    }
  });
  layers.push({ kind: 'globalAveragePool' }, { kind: 'dense', name: 'fc', units: numClasses });
  return { name, inputShape, numClasses, layers };
}

function block(name: string, before: number, channels: number, stride: 1 | 2): Layer {
  return {
    kind: 'residual',
    name,
    body: [
      convolution('conv1', channels, 3, stride),
      { kind: 'batchNorm', name: 'bn1' },
      { kind: 'relu' },
      convolution('conv2', channels, 3),
      { kind: 'batchNorm', name: 'bn2' },
    ],
    shortcut:
      stride === 1 && before === channels
        ? []
        : [convolution('conv', channels, 1, stride), { kind: 'batchNorm', name: 'bn' }],
  };
}

/** A convolution without bias. */
export function convolution(
  name: string,
  channels: number,
  kernel: 1 | 3,
  stride: 1 | 2 = 1,
): Conv2dLayer {
  return { kind: 'conv2d', name, channels, kernel, bias: false, ...(stride > 1 ? { stride } : {}) };
}
