import { UserError } from '../errors.js';
import { type Model, type Parameters, prunableSpecs } from './model.js';

/** Which weights survive, by parameter name: 1 = keep, 0 = pruned. Never changed once made. */
export type Mask = Readonly<Record<string, Uint8Array>>;

/** The mask that keeps every weight. */
export function denseMask(model: Model): Mask {
  return Object.fromEntries(
    prunableSpecs(model).map(({ name, size }) => [name, new Uint8Array(size).fill(1)]),
  );
}

/** Weights kept by the mask. */
export function kept(mask: Mask): number {
  return Object.values(mask).reduce((sum, bits) => sum + countKept(bits), 0);
}

/** The fraction of prunable weights kept, ||m||_0 / |theta|. */
export function density(mask: Mask): number {
  const total = Object.values(mask).reduce((sum, bits) => sum + bits.length, 0);
  return kept(mask) / total;
}

/** The fraction of each prunable parameter kept. */
export function layerDensities(mask: Mask): Record<string, number> {
  return Object.fromEntries(
    Object.entries(mask).map(([name, bits]) => [name, countKept(bits) / bits.length]),
  );
}

/** The fraction pruned: 1 - density. */
export function sparsity(mask: Mask): number {
  return 1 - density(mask);
}

/** How many times fewer weights there are: 1 / density. */
export function compressionRatio(mask: Mask): number {
  return 1 / density(mask);
}

/** m * theta: a copy of the parameters with the pruned weights set to zero. */
export function applyMask(parameters: Parameters, mask: Mask): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      const bits = mask[name];
      return [name, bits === undefined ? values.slice() : masked(values, bits)];
    }),
  );
}

function masked(values: Float32Array, bits: Uint8Array): Float32Array {
  const product = new Float32Array(values.length);
  for (let i = 0; i < product.length; i++) product[i] = bits[i] === 0 ? 0 : values[i];
  return product;
}

/** Whether everything that `inner` keeps is kept by `outer` too. */
export function isNested(inner: Mask, outer: Mask): boolean {
  return Object.entries(inner).every(([name, bits]) => {
    const other = outer[name];
    return other?.length === bits.length && bits.every((bit, i) => bit <= other[i]);
  });
}

/** Throws unless `mask` covers exactly the prunable parameters of `model`, in the right sizes. */
export function checkMask(model: Model, mask: Mask): void {
  const specs = prunableSpecs(model);
  const names = specs.map((s) => s.name);
  const extra = Object.keys(mask).find((name) => !names.includes(name));
  if (extra !== undefined) {
    throw new UserError(
      `The mask has an entry '${extra}', but ${model.name} can prune only ${names.join(', ')}.`,
    );
  }
  for (const { name, shape, size } of specs) {
    const bits = mask[name];
    if (bits?.length !== size) {
      throw new UserError(
        `The mask of '${name}' has ${bits === undefined ? 'no entry' : `${bits.length} entries`}, ` +
          `but ${model.name} needs ${size} (shape [${shape.join(', ')}]).`,
      );
    }
  }
}

/** Survivors in one entry of a mask. */
export function countKept(bits: Uint8Array): number {
  let survivors = 0;
  for (let i = bits.length - 1; i >= 0; i--) if (bits[i] !== 0) survivors++; // 10 times a for-of
  return survivors;
}
