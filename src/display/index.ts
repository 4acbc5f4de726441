export { type ImageGridOptions, showImages } from './images.js';
export { progressDisplay, type ProgressDisplay, type ProgressOptions } from './progress.js';
export { showHtml, showSvg, type ShowOptions } from './show.js';
export { sweepProgress } from './sweep-progress.js';
export { showTable, type TableColumn, type ShowTableOptions } from './table.js';
export type { Writer } from './writer.js';
