// What the tests of scorers make of the nets and masks of the SynFlow authors' code.
import assert from 'node:assert/strict';
import type { Network } from '../../src/engine/engine.js';
import { wasmEngine } from '../../src/engine/wasm/engine.js';
import { stream } from '../../src/math/rng.js';
import type { Mask } from '../../src/models/mask.js';
import { type Model, prunableSpecs } from '../../src/models/model.js';
import type { Evidence } from '../../src/pruning/scorer.js';
import type { GoldenNet } from '../support/synflow-nets.js';

/** A network of the wasm engine with the golden parameters, and the golden batch. */
export function evidenceOf(
  { model, parameters, data, examples }: GoldenNet,
  batchSize = examples.length,
): Evidence & { readonly network: Network } {
  const network = wasmEngine({ guards: true }).compile(model, { batchSize, holdGates: true });
  network.load(parameters);
  return { network, batch: { data, examples }, rng: stream(1, 'pruning') };
}

/** Unpacks the bits of a mask from hexadecimal digits. */
export function unpackMask(model: Model, digits: string): Mask {
  const bits = Array.from(digits).flatMap((digit) => {
    const value = Number.parseInt(digit, 16);
    return [(value >> 3) & 1, (value >> 2) & 1, (value >> 1) & 1, value & 1];
  });
  let from = 0;
  return Object.fromEntries(
    prunableSpecs(model).map(({ name, size }) => {
      const entry = Uint8Array.from(bits.slice(from, from + size));
      assert.equal(entry.length, size, name);
      from += size;
      return [name, entry];
    }),
  );
}
