/** What notebooks show things with: `import { show, plot, table } from 'prunelab/display'`. */
export { displayable, type Displayable, displaySymbol } from './bundle.js';
export * from './kinds/confusion-matrix.js';
export {
  image,
  imageBundle,
  imageGrid,
  imageGridBundle,
  type ImageGridOptions,
  type ImageOptions,
} from './kinds/image.js';
export * from './kinds/markup.js';
export { mask, maskBundle, type MaskOptions } from './kinds/mask.js';
export { model, modelBundle, type ModelOptions } from './kinds/model.js';
export { plot, plotBundle } from './kinds/plot.js';
export { type Channel, type PlotOptions, plotSpec } from './kinds/plot-spec.js';
export { progress, type Progress, type ProgressOptions } from './kinds/progress.js';
export { sweepProgress } from './kinds/sweep-progress.js';
export {
  type ArqueroTable,
  type Rows,
  table,
  tableBundle,
  type TableColumn,
  type TableOptions,
} from './kinds/table.js';
export { tensor, tensorBundle, type TensorOptions } from './kinds/tensor.js';
export { time } from './kinds/time.js';
export type { Bundle } from './live.js';
export type { PixelOptions } from './pictures/pixels.js';
export { clear, type ShowOptions, slot, type Slot } from './send.js';
export { bundleOf, show } from './show.js';
export type { NumbersWithShape, TensorLike, TensorSource, TypedArray } from './values.js';
export * from './widgets/index.js';
export type { Writer } from './writer.js';
