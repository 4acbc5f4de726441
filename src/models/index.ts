export * from './mask.js';
export * from './initialise.js';
export * from './mlp.js';
export * from './model.js';
export * from './register.js';
