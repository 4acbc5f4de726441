export * from './engine.js';
export { wasmEngine } from './wasm/engine.js';
