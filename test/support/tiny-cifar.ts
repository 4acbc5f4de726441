/** A batch of CIFAR-10: record i has label labels[i] and the pixels pixel(i, 0), pixel(i, 1), ... */
export function cifarBatch(
  labels: readonly number[],
  pixel: (record: number, position: number) => number,
): Uint8Array {
  const records = labels.map((label, i) => [
    label,
    ...Array.from({ length: 3072 }, (_, position) => pixel(i, position) & 255),
  ]);
  return Uint8Array.from(records.flat());
}

/** A tar archive of folders (names that end in a slash) and files. */
export function tarBytes(entries: readonly (readonly [name: string, content: Uint8Array])[]) {
  const blocks = entries.flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name);
    header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(name.endsWith('/') ? '5' : '0', 156);
    header.write('ustar\x0000', 257);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
