import assert from 'node:assert/strict';
import fs from 'node:fs';
import { UserError } from '../../../src/errors.js';
import { compiledKernels, readKernels } from '../../../src/engine/wasm/kernels.js';
import { wasmEngine } from '../../../src/engine/wasm/engine.js';

/** The ids of the sections of a wasm file. */
function sections(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length;) {
    ids.push(bytes[at++]);
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      size |= (bytes[at] & 127) << shift;
      more = bytes[at++] > 127;
    }
    at += size;
  }
  return ids;
}

describe('kernels', () => {
  it('are compiled once', () => assert.equal(compiledKernels(), compiledKernels()));

  it('have a checksum that goes into the provenance', () => {
    assert.match(compiledKernels().sha256, /^[0-9a-f]{64}$/);
    assert.equal(wasmEngine().details.kernels, compiledKernels().sha256);
  });

  it('keep no data of their own, so that any part of the memory may be used', () => {
    const ids = sections(fs.readFileSync('dist/kernels.wasm'));
    assert.ok(ids.includes(10), 'a code section');
    assert.ok(!ids.includes(11), 'no data section');
  });

  it('say how to build them if they are missing', () => {
    assert.throws(
      () => readKernels('/nowhere/kernels.wasm'),
      (error) =>
        error instanceof UserError &&
        error.message ===
          'The wasm kernels are not built: there is no /nowhere/kernels.wasm. Run: npm run build',
    );
  });
});
