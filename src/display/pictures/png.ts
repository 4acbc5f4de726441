import { crc32, deflateSync } from 'node:zlib';

/** Rows of pixels, from the top; each pixel has its channels' bytes side by side. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** Grey, grey and alpha, RGB, or RGB and alpha. */
  readonly channels: 1 | 2 | 3 | 4;
  /** [height, width, channels]; 0 = black, or transparent. */
  readonly bytes: Uint8Array;
}

/** PNG's numbers for one to four channels. */
const colourTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A bitmap as the bytes of a PNG file. */
export function png({ width, height, channels, bytes }: Bitmap): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourTypes[channels], 0, 0, 0], 8); // 8 bits per channel, no interlacing
  const row = width * channels;
  const lines = Buffer.alloc(height * (row + 1)); // each line starts with a 0: no filter
  for (let y = 0; y < height; y++) {
    lines.set(bytes.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Whether `bytes` are those of a PNG file. */
export function isPng(bytes: unknown): bytes is Uint8Array {
  return bytes instanceof Uint8Array && SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
