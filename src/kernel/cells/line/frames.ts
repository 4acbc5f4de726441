import { deserialize, serialize } from 'node:v8';

const headerBytes = 4;

/** A value as bytes on a stream: its length, then itself. */
export function encodeFrame(value: unknown): Buffer {
  const body = serialize(value);
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(body.length);
  return Buffer.concat([header, body]);
}

/** Takes a stream's bytes as they come and hands on every value as soon as it is whole. */
export function frameReader(hear: (value: unknown) => void): (bytes: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let needed = headerBytes;
  return (bytes) => {
    parts.push(bytes);
    length += bytes.length;
    if (length < needed) return;
    let all = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    needed = headerBytes;
    while (all.length >= headerBytes) {
      needed = headerBytes + all.readUInt32LE();
      if (all.length < needed) break;
      hear(deserialize(all.subarray(headerBytes, needed)));
      all = all.subarray(needed);
      needed = headerBytes;
    }
    parts = [all];
    length = all.length;
  };
}
