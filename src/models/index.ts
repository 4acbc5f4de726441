export * from './initialise.js';
export * from './layer.js';
export * from './mask.js';
export * from './mlp.js';
export * from './model.js';
export * from './register.js';
export * from './shapes.js';
