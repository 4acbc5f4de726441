export * from './augment.js';
export * from './learning-rate.js';
export * from './split.js';
export * from './step.js';
export * from './train.js';
