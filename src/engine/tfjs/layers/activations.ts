import type { ActivationLayer } from '../../../models/layer.js';
import type { GradSaveFunc, Images, Tensor, TensorFlow } from '../tensorflow.js';

const SQRT_HALF = Math.SQRT1_2;
const SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);

/** Applies an activation; the gradients at kinks are PyTorch's. */
export function activate(tf: TensorFlow, layer: ActivationLayer, x: Images): Images {
  switch (layer.kind) {
    case 'relu':
      return tf.relu(x);
    case 'leakyRelu':
      return tf.leakyRelu(x, layer.slope ?? 0.01);
    case 'tanh':
      return tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'gelu':
      return tf.mul(x, layer.approximate === true ? roughPhi(tf, x) : phi(tf, x));
    case 'silu':
      return tf.mul(x, tf.sigmoid(x));
    case 'elu':
      return tf.elu(x);
    case 'softplus':
      return tf.softplus(x);
    case 'hardTanh':
      return hardTanh(tf, x);
    case 'softSign':
      return tf.div(x, tf.add(1, tf.abs(x)));
  }
}

/** Phi(x), the distribution function of a standard normal number. */
function phi(tf: TensorFlow, x: Images): Images {
  return tf.mul(0.5, tf.add(1, tf.erf(tf.mul(x, SQRT_HALF))));
}

function roughPhi(tf: TensorFlow, x: Images): Images {
  const cube = tf.mul(x, tf.square(x));
  const inner = tf.mul(SQRT_TWO_OVER_PI, tf.add(x, tf.mul(0.044715, cube)));
  return tf.mul(0.5, tf.add(1, tf.tanh(inner)));
}

/** x cut off at -1 and 1, with gradient 0 at both (that of `clipByValue` is 1 there). */
function hardTanh(tf: TensorFlow, x: Images): Images {
  const cut = tf.customGrad((given, save) => {
    const values = given as Tensor;
    (save as GradSaveFunc)([values]);
    const gradFunc = (upstream: Tensor, [saved]: Tensor[]): Tensor =>
      tf.where(tf.less(tf.abs(saved), 1), upstream, tf.zerosLike(upstream));
    return { value: tf.clipByValue(values, -1, 1), gradFunc };
  });
  return cut(x) as Images;
}
