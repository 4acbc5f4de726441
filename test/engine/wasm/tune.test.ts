import assert from 'node:assert/strict';
import { DEFAULT_PATHS } from '../../../src/engine/wasm/paths.js';
import { fasterPaths } from '../../../src/engine/wasm/tune.js';
import { stream } from '../../../src/math/rng.js';
import { denseMask } from '../../../src/models/mask.js';
import { buildModel } from '../../../src/models/register.js';
import { randomMask } from './examples.js';

describe('timing both paths', () => {
  const model = buildModel('resnet-8-w4', [3, 8, 8], 5);
  const options = { batchSize: 16, paths: DEFAULT_PATHS, guards: true, build: 'strict' } as const;

  it('decides every layer that is pruned by half, by its full name', () => {
    const mask = randomMask(model, 0.5, stream(1, 'mask'));
    const chosen = fasterPaths(model, { ...options, mask });
    const layers = Object.keys(mask).map((name) => name.replace('.weight', ''));
    assert.deepEqual(Object.keys(chosen).sort(), layers.sort());
    assert.ok(Object.values(chosen).every((path) => path === 'sparse' || path === 'dense'));
  });

  it('leaves dense and very sparse layers to the crossovers', () => {
    assert.deepEqual(fasterPaths(model, { ...options, mask: denseMask(model) }), {});
    assert.deepEqual(fasterPaths(model, options), {});
    const mask = randomMask(model, 0.001, stream(1, 'mask'));
    assert.deepEqual(fasterPaths(model, { ...options, mask }), {});
  });
});
