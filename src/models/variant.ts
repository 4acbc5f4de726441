import { UserError } from '../errors.js';
import type { Shape } from './layer.js';

/** What every architecture is built for. */
export interface ArchitectureOptions {
  /** [channels, height, width]. */
  readonly inputShape: Shape;
  readonly numClasses: number;
  /** Channels (or units) of the first layer; all other layers are scaled in proportion. */
  readonly width?: number | undefined;
}

/** A network of a family: its name, and how many channels a layer has. */
export interface Variant {
  readonly name: string;
  /** Channels of a layer that has `channels` of them at full width: rounded, at least 1. */
  readonly scaled: (channels: number) => number;
}

/**
 * The variant of `family` whose first layer has `width` channels, where the full one has `fullWidth`.
 *
 * Its name is the family's, then `-w<width>` unless it is full, then the suffixes: `vgg-11-w8-nobias`.
 */
export function variant(
  family: string,
  fullWidth: number,
  width = fullWidth,
  suffixes: readonly string[] = [],
): Variant {
  if (!Number.isInteger(width) || width < 1) {
    throw new UserError(
      `The width of ${family} must be a positive integer, the channels of its first layer ` +
        `(${fullWidth} at full width), but is ${width}.`,
    );
  }
  return {
    name: [family, ...(width === fullWidth ? [] : [`w${width}`]), ...suffixes].join('-'),
    scaled: (channels) => Math.max(1, Math.round((channels * width) / fullWidth)),
  };
}
