import assert from 'node:assert/strict';
import type { Provenance } from '../../src/experiment/experiment.js';
import { warnOfMixture } from '../../src/replication/mixture.js';

const run = (kernels: string, sum: string, dirty: boolean | null = false): Provenance =>
  ({ engine: { name: 'wasm', kernels }, datasets: { mnist: sum }, dirty }) as unknown as Provenance;

describe('mixture', () => {
  it('is silent when all runs belong together', () => {
    assert.deepEqual(warnOfMixture([run('a', '1'), run('a', '1')]), []);
    assert.deepEqual(warnOfMixture([]), []);
  });

  it('warns of other kernels, other data, and code that was not committed', () => {
    assert.deepEqual(warnOfMixture([run('a', '1'), run('b', '2', true), run('b', '2', null)]), [
      'these runs were done by 2 different engines or kernels.',
      'these runs saw 2 different versions of mnist.',
      '1 of these runs were done with uncommitted changes.',
    ]);
  });
});
