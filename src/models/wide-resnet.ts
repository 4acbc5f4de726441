import { UserError } from '../errors.js';
import type { Layer } from './layer.js';
import type { Model } from './model.js';
import { convolution } from './resnet.js';
import { type ArchitectureOptions, variant } from './variant.js';

export interface WideResnetOptions extends ArchitectureOptions {
  /** 6 n + 4, with n blocks in each of three stages. */
  readonly depth: number;
  /** The factor k: the stages have 16 k, 32 k and 64 k channels. */
  readonly widening: number;
}

/**
 * A wide residual network, WRN-depth-widening (Zagoruyko & Komodakis 2016): normalisation and ReLU
 * come before each convolution, and nothing after a sum.
 *
 * In a block that changes the channels, the first normalisation and ReLU serve the body and the
 * shortcut, a bare 1x1 convolution. WRN-40-2 has 2,243,546 parameters. Width: channels of the first
 * convolution, 16 in full.
 */
export function wideResnet(options: WideResnetOptions): Model {
  const { inputShape, numClasses, width, depth, widening } = options;
  const blocks = (depth - 4) / 6;
  if (!Number.isInteger(blocks) || blocks < 1 || !Number.isInteger(widening) || widening < 1) {
    throw new UserError(
      `WRN-${depth}-${widening} does not exist: the depth of a wide ResNet is 10, 16, 22, 28, ... ` +
        '(6 n + 4), and its widening factor a positive integer.',
    );
  }
  const { name, scaled } = variant(`wrn-${depth}-${widening}`, 16, width);
  let before = scaled(16);
  const layers: Layer[] = [convolution('conv1', before, 3)];
  [16, 32, 64].forEach((base, stage) => {
    const channels = scaled(base) * widening;
    for (let i = 0; i < blocks; i++) {
      const stride = stage > 0 && i === 0 ? 2 : 1;
      layers.push(...block(`block${stage * blocks + i + 1}`, before, channels, stride));
      before = channels;
    }
  });
  layers.push(
    { kind: 'batchNorm', name: 'bn' },
    { kind: 'relu' },
    { kind: 'globalAveragePool' },
    { kind: 'dense', name: 'fc', units: numClasses },
  );
  return { name, inputShape, numClasses, layers };
}

function block(name: string, before: number, channels: number, stride: 1 | 2): Layer[] {
  const changes = stride > 1 || before !== channels;
  const entrance: Layer[] = [
    { kind: 'batchNorm', name: changes ? `${name}.bn1` : 'bn1' },
    { kind: 'relu' },
  ];
  const body: Layer[] = [
    convolution('conv1', channels, 3, stride),
    { kind: 'batchNorm', name: 'bn2' },
    { kind: 'relu' },
    convolution('conv2', channels, 3),
  ];
  if (!changes) return [{ kind: 'residual', name, body: [...entrance, ...body], shortcut: [] }];
  const shortcut = [convolution('conv', channels, 1, stride)];
  return [...entrance, { kind: 'residual', name, body, shortcut }];
}
