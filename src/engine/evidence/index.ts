export * from './absolute-pass.js';
export * from './gradients.js';
export * from './heated.js';
export * from './hessian.js';
