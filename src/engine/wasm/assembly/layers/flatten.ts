// Between blocks [height][width][channels][16] and rows [channels height width][stride / 4].

/** Copies the vectors in use of one block to rows, which are in the order C, H, W. */
export function flatten(
  channels: i32,
  height: i32,
  width: i32,
  lineBytes: usize,
  block: usize,
  rows: usize,
  stride: usize,
  vectors: i32,
): void {
  const bytes = (<usize>vectors) << 4;
  const channelStride = <usize>(height * width) * stride;
  for (; height > 0; height--) {
    let source = block;
    for (let pixel: i32 = 0; pixel < width; pixel++) {
      let row = rows;
      for (let channel: i32 = 0; channel < channels; channel++) {
        for (let i: usize = 0; i < bytes; i += 16) v128.store(row + i, v128.load(source + i));
        source += 64;
        row += channelStride;
      }
      rows += stride;
    }
    block += lineBytes;
  }
}

/** The way back, for gradients; they are added to the block if `adds`. */
export function unflatten(
  channels: i32,
  height: i32,
  width: i32,
  lineBytes: usize,
  block: usize,
  rows: usize,
  stride: usize,
  vectors: i32,
  adds: bool,
): void {
  const bytes = (<usize>vectors) << 4;
  const channelStride = <usize>(height * width) * stride;
  for (; height > 0; height--) {
    let target = block;
    for (let pixel: i32 = 0; pixel < width; pixel++) {
      let row = rows;
      for (let channel: i32 = 0; channel < channels; channel++) {
        for (let i: usize = 0; i < bytes; i += 16) {
          const d = v128.load(row + i);
          v128.store(target + i, adds ? f32x4.add(v128.load(target + i), d) : d);
        }
        target += 64;
        row += channelStride;
      }
      rows += stride;
    }
    block += lineBytes;
  }
}
