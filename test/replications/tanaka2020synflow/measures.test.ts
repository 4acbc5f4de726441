import assert from 'node:assert/strict';
import * as measures from '../../../replications/tanaka2020synflow/measures.js';
import type { Row } from '../../../src/index.js';

/** Masks of a net of two layers: what is kept of each at every exponent. */
function masks(arm: string, seed: number, kept: Readonly<Record<number, [number, number]>>): Row[] {
  return Object.entries(kept).flatMap(([exponent, layers]) =>
    layers.map((count, i) => ({
      study: 'collapse',
      arm,
      seed,
      model: 'two-layers',
      density: 10 ** -Number(exponent),
      layer: `fc${i + 1}.weight`,
      place: i + 1,
      size: i === 0 ? 900 : 100,
      kept: count,
      connected: count > 5,
      firstEmpty: arm === 'random' ? 'fc2.weight' : null,
    })),
  );
}

describe('measures of tanaka2020synflow', () => {
  it('read the last compression at which every layer, or a path, is alive', () => {
    const rows = [
      ...masks('random', 1, { 0.25: [500, 60], 0.5: [300, 20], 0.75: [170, 0], 1: [99, 1] }),
      ...masks('SynFlow', 1, { 2: [6, 4], 2.75: [1, 1] }),
      ...masks('magnitude', 2, { 1: [100, 0] }),
    ];
    const all = measures.criticals(rows, 'collapse');
    assert.deepEqual(
      all.map(({ arm, seed, byLayer, byPath, firstEmpty }) => [
        arm,
        seed,
        byLayer,
        byPath,
        firstEmpty,
      ]),
      [
        ['random', 1, 0.5, 1, 'fc2.weight'], // what lives again beyond the first death does not count
        ['SynFlow', 1, 2.75, 2, null], // alive to the end of its grid, whose steps are not all alike
        ['magnitude', 2, 0.75, 1, null], // dead at the first: a step less
      ],
    );
    assert.deepEqual(measures.criticals(rows, 'another study'), []);
  });

  it('know the largest compression there can be', () => {
    const rows = masks('random', 1, { 1: [50, 50], 2: [5, 5] });
    assert.deepEqual(
      [...measures.maxExponents(rows, 'collapse')],
      [['two-layers', Math.log10(500)]],
    );
  });

  it('take a net by its last evaluation, in percent', () => {
    const row = { study: 'accuracy', arm: 'SNIP', seed: 3, exponent: 1.5 };
    const rows: Row[] = [
      { ...row, testAccuracy: 0.1, trainAccuracy: null },
      { ...row, testAccuracy: 0.75, trainAccuracy: 0.8 },
      { ...row, study: 'drift', testAccuracy: 0.5, trainAccuracy: 0.5 },
    ];
    const nets = measures.trained(rows, 'accuracy', 'pictures');
    assert.deepEqual(nets, [{ ...row, accuracy: 75 }]);
    assert.deepEqual(measures.netsOf(nets, 'SNIP', 1.5), nets);
    assert.deepEqual(measures.netsOf(nets, 'SNIP', 1), []);
    assert.deepEqual(measures.exponentsIn([...nets, { ...nets[0], exponent: 0 }]), [1.5]);
  });

  it('finds the exponent of a density on the grid', () => {
    assert.deepEqual([0.1, 0.056234, 1e-6].map(measures.exponentOf), [1, 1.25, 6]);
  });
});
