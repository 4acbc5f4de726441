import { inflateSync } from 'node:zlib';

const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** Reads a PNG file of 8 bits a channel whose lines are not filtered. */
export function readPng(png: Buffer): {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bytes: readonly number[];
} {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = channelsOf[png[25]];
  const at = png.indexOf('IDAT');
  const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const row = width * channels;
  const bytes = Array.from({ length: height }, (_, y) => [
    ...lines.subarray(y * (row + 1) + 1, (y + 1) * (row + 1)),
  ]).flat();
  return { width, height, channels, bytes };
}
