export * from './augment.js';
export * from './split.js';
export * from './step.js';
export * from './train.js';
