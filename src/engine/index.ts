export * from './engine.js';
export * from './evidence/index.js';
export * from './loss.js';
export * from './optimizer.js';
export { wasmEngine } from './wasm/engine.js';
