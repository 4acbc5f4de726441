import type { GruLayer } from '../../../models/layer.js';
import type { Images, Tensor, TensorFlow } from '../tensorflow.js';

/** The last state of a GRU on the rows of pictures; see `GruLayer` for the equations. */
export function gru(
  tf: TensorFlow,
  { units }: GruLayer,
  name: string,
  parameters: Readonly<Record<string, Tensor>>,
  x: Images,
): Images {
  const [examples, height, width, channels] = x.shape;
  const affine = (part: string, values: Tensor): Tensor => {
    const products = tf.matMul(values, parameters[`${name}.${part}.weight`], false, true);
    return tf.add(products, parameters[`${name}.${part}.bias`]);
  };
  const rows = tf.transpose(x, [0, 1, 3, 2]); // channels before pixels
  const ofInput = affine('input', tf.reshape(rows, [examples * height, channels * width]));
  const steps = tf.unstack(tf.reshape(ofInput, [examples, height, 3 * units]), 1);
  let state: Tensor = tf.zeros([examples, units]);
  for (const step of steps) {
    const [inputR, inputZ, inputN] = tf.split(step, 3, 1);
    const [stateR, stateZ, stateN] = tf.split(affine('recurrent', state), 3, 1);
    const r = tf.sigmoid(tf.add(inputR, stateR));
    const z = tf.sigmoid(tf.add(inputZ, stateZ));
    const n = tf.tanh(tf.add(inputN, tf.mul(r, stateN)));
    state = tf.add(n, tf.mul(z, tf.sub(state, n)));
  }
  return tf.reshape(state, [examples, 1, 1, units]);
}
