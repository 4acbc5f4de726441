import assert from 'node:assert/strict';
import {
  curve,
  nets,
  ofWidth,
  targetsIn,
  widthsIn,
} from '../../../replications/chang2021provable/networks.js';
import type { Row } from '../../../src/index.js';

function net(arm: string, width: number, target: number, trainAccuracy: number | null): Row {
  return { study: 'networks', arm, width, target, seed: 3, testAccuracy: 0.75, trainAccuracy };
}

const rows = [
  net('dense', 5, 5, null), // an evaluation before the end
  net('dense', 5, 5, 0.5),
  net('dense', 20, 20, 0.995),
  net('pruned', 20, 5, 0.9),
  { study: 'sweep', risk: 1 },
];

describe('networks of chang2021provable', () => {
  it('are read at the end of their training', () => {
    const all = nets(rows);
    assert.equal(all.length, 3);
    assert.deepEqual(all[0], {
      arm: 'dense',
      seed: 3,
      width: 5,
      target: 5,
      testError: 25,
      trainError: 50,
    });
    assert.deepEqual(targetsIn(all), [5]);
    assert.deepEqual(widthsIn(curve(all, 'dense')), [5, 20]);
    assert.deepEqual(
      ofWidth(curve(all, 5), 20).map(({ arm }) => arm),
      ['pruned'],
    );
  });
});
