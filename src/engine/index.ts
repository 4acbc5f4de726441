export * from './engine.js';
export * from './evidence/index.js';
export * from './float64/index.js';
export * from './loss.js';
export * from './optimizer.js';
export * from './select.js';
export { tfjsEngine } from './tfjs/engine.js';
export { wasmEngine } from './wasm/engine.js';
