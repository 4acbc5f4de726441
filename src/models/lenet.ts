import type { Layer } from './layer.js';
import type { Model } from './model.js';
import { type ArchitectureOptions, variant } from './variant.js';

export interface LenetCaffeOptions extends ArchitectureOptions {
  /** Whether a ReLU follows each convolution. False when left out, as in Caffe and SNIP's code. */
  readonly rectify?: boolean;
}

const relu: Layer = { kind: 'relu' };
const pool: Layer = { kind: 'maxPool', size: 2 };

/**
 * LeNet-5 (LeCun et al. 1998) as it is used today: convolutions of 6 and 16 channels, dense layers
 * of 120 and 84 units, ReLUs, and maxima instead of the original's trained averages.
 *
 * At 28x28 pixels it has 44,190 weights. Width: channels of the first convolution, 6 in full.
 */
export function lenet5({ inputShape, numClasses, width }: ArchitectureOptions): Model {
  const { name, scaled } = variant('lenet-5', 6, width);
  const layers: Layer[] = [
    convolution('conv1', scaled(6)),
    relu,
    pool,
    convolution('conv2', scaled(16)),
    relu,
    pool,
    { kind: 'dense', name: 'fc1', units: scaled(120) },
    relu,
    { kind: 'dense', name: 'fc2', units: scaled(84) },
    relu,
    { kind: 'dense', name: 'fc3', units: numClasses },
  ];
  return { name, inputShape, numClasses, layers };
}

/**
 * The LeNet-5 of the Caffe examples, with convolutions of 20 and 50 channels and one dense layer of
 * 500 units; the one of Lee et al. (2019).
 *
 * At 28x28 pixels it has 430,500 weights. Width: channels of the first convolution, 20 in full.
 */
export function lenet5Caffe(options: LenetCaffeOptions): Model {
  const { inputShape, numClasses, width, rectify = false } = options;
  const { name, scaled } = variant('lenet-5-caffe', 20, width, rectify ? ['relu'] : []);
  const stage = (convolutionName: string, channels: number): Layer[] => [
    convolution(convolutionName, scaled(channels)),
    ...(rectify ? [relu] : []),
    pool,
  ];
  const layers: Layer[] = [
    ...stage('conv1', 20),
    ...stage('conv2', 50),
    { kind: 'dense', name: 'fc1', units: scaled(500) },
    relu,
    { kind: 'dense', name: 'fc2', units: numClasses },
  ];
  return { name, inputShape, numClasses, layers };
}

function convolution(name: string, channels: number): Layer {
  return { kind: 'conv2d', name, channels, kernel: 5, padding: 'valid' };
}
