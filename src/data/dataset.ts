/** Labelled images, all of them in memory and shared between workers without copying. */
export interface Dataset {
  /** The name in the register, for example `mnist`. */
  readonly name: string;
  readonly split: 'train' | 'test';
  /**
   * [size, channels, height, width]. Bytes are pixels and are standardised as they are fed to a
   * network; floats are fed as they are.
   */
  readonly images: Uint8Array | Float32Array;
  /** [size], each in [0, numClasses). */
  readonly labels: Uint8Array;
  /** [channels, height, width]. */
  readonly shape: readonly [number, number, number];
  readonly numClasses: number;
  readonly size: number;
  /** Per channel, of pixels scaled to [0, 1]: a byte p is fed as (p / 255 - mean) / deviation. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** sha256 of the images followed by the labels; goes into the provenance of every run. */
  readonly sha256: string;
}

/** A train and a test split that belong together. */
export interface DatasetPair {
  readonly train: Dataset;
  readonly test: Dataset;
}
