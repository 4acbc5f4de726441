import { UserError } from '../errors.js';
import { permutation, type Rng } from '../math/rng.js';

/** Which examples of a training set are trained on, and which are held out for validation. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** Draws disjoint training and validation examples out of `size`. */
export function drawSplit(
  size: number,
  trainSize: number,
  validationSize: number,
  rng: Rng,
): Split {
  if (trainSize + validationSize > size) {
    throw new UserError(
      `${trainSize} training and ${validationSize} validation examples were asked for, ` +
        `but the training set has ${size}. Ask for fewer.`,
    );
  }
  const order = permutation(size, rng);
  return {
    train: order.slice(0, trainSize),
    validation: order.slice(trainSize, trainSize + validationSize),
  };
}
