import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { agreesWithPyTorch } from './golden-networks.js';

describe('the wasm engine', () => {
  agreesWithPyTorch(() => wasmEngine({ guards: true }));
});

describe('the wasm engine with buffers that share memory', () => {
  agreesWithPyTorch(() => wasmEngine());
});

describe('the wasm engine with fused multiply-adds', () => {
  agreesWithPyTorch(() => wasmEngine({ guards: true, fma: true }));
});

describe('the wasm engine without Winograd', () => {
  agreesWithPyTorch(() => wasmEngine({ guards: true, paths: { winograd: false } }));
});
