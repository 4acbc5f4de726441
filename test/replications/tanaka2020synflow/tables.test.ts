import assert from 'node:assert/strict';
import { tables } from '../../../replications/tanaka2020synflow/tables.js';
import type { Row } from '../../../src/index.js';

describe('tables of tanaka2020synflow', () => {
  it('put critical compressions beside the limit and the authors’ numbers', () => {
    const net = (
      study: string,
      arm: string,
      seed: number,
      exponent: number,
      kept: number,
    ): Row => ({
      study,
      arm,
      seed,
      model: 'm',
      density: 10 ** -exponent,
      layer: 'fc1.weight',
      size: 1000,
      kept,
      connected: true,
      firstEmpty: null,
    });
    const rows = [
      net('collapse-full', 'magnitude', 1, 1, 1),
      net('collapse-full', 'magnitude', 1, 2, 0),
      net('collapse-full', 'magnitude', 2, 1, 1),
      net('collapse-full', 'magnitude', 2, 2, 1),
      net('bias', 'biases', 1, 3, 2),
    ];
    const lines = tables[0].lines(rows);
    assert.deepEqual(lines.slice(0, 3), [
      ['VGG-16: magnitude', '2', '1.00 to 2.00', '2.00', '2.75'],
      ['VGG-16: one weight per layer', '', '3.00', '', '6.02'],
      ['dense layers: SynFlow, biases', '1', '3.00', '3.00', ''],
    ]);
    for (const line of lines) assert.equal(line.length, tables[0].columns.length);
  });
});
