import type { BatchNormLayer, Layer, LayerNormLayer } from '../../../models/layer.js';
import { layerName, isActivation } from '../../../models/layer.js';
import type { Mode } from '../../engine.js';
import { activate } from './activations.js';
import { channelsFirst, type Images, type Tensor, type TensorFlow } from '../tensorflow.js';
import { gru } from './gru.js';
import { convolve, pool, shareOut } from './windows.js';

/** Mean and (biased) variance of a batch, per channel, over so many values each. */
export interface BatchStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
  readonly values: number;
}

/** What one pass through a model is given, and whom it tells. */
export interface Pass {
  readonly tf: TensorFlow;
  readonly mode: Mode;
  /** By full name, arranged as in `parameters.ts`. */
  readonly parameters: Readonly<Record<string, Tensor>>;
  /** Zeros where the dropout layer of this name drops, the scale of the rest elsewhere. */
  readonly dropout: (name: string, rate: number, shape: Images['shape']) => Images;
  /** Called with the output of every layer. */
  readonly onOutput?: (name: string, output: Images) => void;
  /** Called by every batch normalisation that uses the batch's statistics. */
  readonly onStatistics?: (
    layer: BatchNormLayer,
    name: string,
    statistics: BatchStatistics,
  ) => void;
}

/** The output of a list of layers; names are those of `visitLayers`. */
export function forward(pass: Pass, layers: readonly Layer[], x: Images, prefix = ''): Images {
  return layers.reduce((input, layer, i) => {
    const name = prefix + layerName(layer, i);
    const output = apply(pass, layer, name, input);
    pass.onOutput?.(name, output);
    return output;
  }, x);
}

function apply(pass: Pass, layer: Layer, name: string, x: Images): Images {
  if (isActivation(layer)) return activate(pass.tf, layer, x);
  const { tf, mode, parameters } = pass;
  switch (layer.kind) {
    case 'dense':
      return biased(pass, name, dense(tf, x, parameters[`${name}.weight`]));
    case 'conv2d':
      return biased(pass, name, convolve(tf, layer, x, parameters[`${name}.weight`]));
    case 'gru':
      return gru(tf, layer, name, parameters, x);
    case 'maxPool':
    case 'averagePool':
      return pool(tf, layer, x);
    case 'globalAveragePool':
      return tf.mean(x, [1, 2], true);
    case 'adaptiveAveragePool':
      return shareOut(tf, shareOut(tf, x, 1, layer.height), 2, layer.width);
    case 'flatten':
      return flatten(tf, x);
    case 'batchNorm':
      return batchNorm(pass, layer, name, x);
    case 'layerNorm':
      return layerNorm(pass, layer, name, x);
    case 'dropout':
      return mode === 'eval' ? x : tf.mul(x, pass.dropout(name, layer.rate, x.shape));
    case 'residual':
      return tf.add(
        forward(pass, layer.body, x, `${name}.body.`),
        forward(pass, layer.shortcut, x, `${name}.shortcut.`),
      );
  }
}

/** To [examples, 1, 1, C H W], in the order of C, H, W. */
function flatten(tf: TensorFlow, x: Images): Images {
  const [examples, height, width, channels] = x.shape;
  return tf.reshape(channelsFirst(tf, x), [examples, 1, 1, height * width * channels]);
}

function dense(tf: TensorFlow, x: Images, weight: Tensor): Images {
  const [units, inputs] = weight.shape;
  const examples = x.shape[0];
  const rows = tf.reshape(flatten(tf, x), [examples, inputs]);
  return tf.reshape(tf.matMul(rows, weight, false, true), [examples, 1, 1, units]);
}

function biased({ tf, parameters }: Pass, name: string, x: Images): Images {
  const bias = parameters[`${name}.bias`] as Tensor | undefined;
  return bias === undefined ? x : tf.add(x, bias);
}

function batchNorm(pass: Pass, layer: BatchNormLayer, name: string, x: Images): Images {
  const { tf, mode, parameters } = pass;
  const parameter = (role: string): Tensor => parameters[`${name}.${role}`];
  let [mean, variance] = [parameter('mean'), parameter('variance')];
  if (mode === 'train') {
    ({ mean, variance } = tf.moments(x, [0, 1, 2]));
    const [examples, height, width] = x.shape;
    pass.onStatistics?.(layer, name, { mean, variance, values: examples * height * width });
  }
  const factor = tf.mul(parameter('scale'), tf.rsqrt(tf.add(variance, layer.epsilon ?? 1e-5)));
  return tf.add(tf.mul(tf.sub(x, mean), factor), parameter('shift'));
}

function layerNorm(pass: Pass, layer: LayerNormLayer, name: string, x: Images): Images {
  const { tf, parameters } = pass;
  const { mean, variance } = tf.moments(x, [1, 2, 3], true);
  const standardised = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, layer.epsilon ?? 1e-5)));
  return tf.add(tf.mul(standardised, parameters[`${name}.scale`]), parameters[`${name}.shift`]);
}
