const BLOCK = 512;
const decoder = new TextDecoder();

/**
 * The regular files of a tar archive by path, as views into it.
 *
 * An archive is a row of files, each a header of 512 bytes and its content, filled up to a multiple
 * of 512 (POSIX.1-1988, "ustar"): the name from byte 0, the length in octal from 124, the kind at
 * 156, the folder from 345. Only what the archives of data sets need: other kinds (folders, links,
 * long names) are passed over.
 */
export function readTar(archive: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let start = 0;
  while (start + BLOCK <= archive.length && archive[start] !== 0) {
    const header = archive.subarray(start, start + BLOCK);
    const length = Number.parseInt(text(header, 124, 12), 8);
    const content = start + BLOCK;
    if (!(content + length <= archive.length)) {
      throw new Error(`The tar archive is cut off, or broken at byte ${start}.`);
    }
    const [folder, name] = [text(header, 345, 155), text(header, 0, 100)];
    if (header[156] === 0 || header[156] === 0x30) {
      const path = folder === '' ? name : `${folder}/${name}`;
      files.set(path, archive.subarray(content, content + length));
    }
    start = content + Math.ceil(length / BLOCK) * BLOCK;
  }
  return files;
}

/** The characters of a field before the first zero. */
function text(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}
