import type { Augmentation } from '../engine/engine.js';
import { UserError } from '../errors.js';
import type { Rng } from '../math/rng.js';

/** How training pictures are varied, as data. */
export interface AugmentOptions {
  /**
   * Random crops of the picture with this many black pixels added on every side: moves it by up to
   * as many pixels down or up and right or left, each move equally likely. 0 when left out.
   */
  readonly crop?: number;
  /** Whether each picture is mirrored left to right with probability 1/2. False when left out. */
  readonly mirror?: boolean;
}

/** Draws how the examples of batch after batch are moved. */
export interface Augmenter {
  /** A new draw for `count` examples; the same arrays every time, overwritten by the next draw. */
  draw(count: number): Augmentation;
  /** Draws as for `count` examples, for nobody: a later start sees what it would have seen. */
  skip(count: number): void;
}

/**
 * An augmenter for batches of at most `batchSize` examples that draws from `rng`.
 *
 * The usual augmentation of CIFAR-10 is `{ crop: 4, mirror: true }` (He et al. 2016).
 */
export function createAugmenter(
  batchSize: number,
  rng: Rng,
  { crop = 0, mirror = false }: AugmentOptions,
): Augmenter {
  if (!Number.isInteger(crop) || crop < 0 || crop > 127) {
    throw new UserError(`A crop must be a whole number of pixels from 0 to 127, but is ${crop}.`);
  }
  const down = new Int8Array(batchSize);
  const right = new Int8Array(batchSize);
  const mirrored = new Uint8Array(batchSize);
  const augmentation = { down, right, mirrored };
  const drawExample = (i: number): void => {
    if (crop > 0) {
      down[i] = rng.below(2 * crop + 1) - crop;
      right[i] = rng.below(2 * crop + 1) - crop;
    }
    if (mirror) mirrored[i] = rng.below(2);
  };
  return {
    draw: (count) => {
      for (let i = 0; i < count; i++) drawExample(i);
      return augmentation;
    },
    skip: (count) => {
      for (let i = 0; i < count; i++) drawExample(0);
    },
  };
}
