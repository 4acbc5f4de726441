// Convolutions of one block of examples; see tensor.ts for the layout.
//
// A geometry is a table of seven words: the height and width of the picture y, its channels, and the
// steps in bytes that one pixel and one line of y mean in x and in y. With steps of s pixels in x it
// is a strided convolution, with steps of s pixels in y one phase of its gradient.
import { correlateLine } from './tile';

/**
 * y = the correlation of x with packed weights (see `correlateLine`), for all pixels of a block; x
 * and y point to the rows of the first pixel. `rows` are those of all runs.
 */
export function correlate(
  geometry: usize,
  x: usize,
  y: usize,
  runs: usize,
  runCount: i32,
  rows: i32,
  weights: usize,
  tileBytes: usize,
  bias: usize,
  accumulate: bool,
  rectify: bool,
  vectors: i32,
): void {
  const width = load<i32>(geometry, 4);
  const channels = load<i32>(geometry, 8);
  const xStep = <usize>load<u32>(geometry, 12);
  const xLine = <usize>load<u32>(geometry, 16);
  const yStep = <usize>load<u32>(geometry, 20);
  const yLine = <usize>load<u32>(geometry, 24);
  for (let height = load<i32>(geometry); height > 0; height--) {
    correlateLine(
      width,
      channels,
      x,
      xStep,
      y,
      yStep,
      weights,
      tileBytes,
      runs,
      runCount,
      rows,
      bias,
      accumulate,
      rectify,
      vectors,
    );
    x += xLine;
    y += yLine;
  }
}
