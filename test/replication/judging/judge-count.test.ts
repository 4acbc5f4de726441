import assert from 'node:assert/strict';
import { count } from '../../../src/replication/judging/judge-count.js';
import { assertClose } from '../../support/close.js';

describe('count', () => {
  it('supports a share whose whole interval is above the least', () => {
    const { outcome, effect, interval, n, p, detail } = count('collapsed', 8, 8, { least: 50 });
    assert.equal(outcome, 'supported');
    assert.deepEqual([effect, n], [100, 8]);
    assertClose(interval[0], 63.05833524471808, 1e-12); // scipy, see test/math/binomial.test.ts
    assert.equal(interval[1], 100);
    assertClose(p!, 2 / 2 ** 8, 1e-12);
    assert.equal(
      detail,
      '8 of 8, with the 95 % interval [63.1, 100], is more than the 50 % of seeds fixed in advance.',
    );
  });

  it('refutes a share whose whole interval is below', () => {
    const { outcome, detail } = count('collapsed', 0, 8, { least: 50, unit: '% of nets' });
    assert.equal(outcome, 'refuted');
    assert.match(detail, /^0 of 8, .* \[0, 36\.9\], is less than the 50 % of nets fixed/);
  });

  it('leaves the rest open, and always fewer than six seeds', () => {
    const { outcome, detail } = count('collapsed', 7, 8, { least: 50 });
    assert.equal(outcome, 'inconclusive');
    assert.match(detail, /\[47\.3, 99\.7\], is neither clearly more nor clearly less than the 50/);
    assert.equal(count('a', 5, 5, { least: 10 }).outcome, 'inconclusive');
    assert.equal(count('a', 6, 6, { least: 50 }).outcome, 'supported'); // p = 0.031
  });

  it('takes a single one for existence at a least share of nothing', () => {
    const found = count('a', 1, 8, { least: 0 });
    assert.deepEqual([found.outcome, found.p], ['supported', 0]);
    const none = count('a', 0, 8, { least: 0 });
    assert.deepEqual([none.outcome, none.p], ['inconclusive', 1]);
  });

  it('refuses bad input', () => {
    assert.throws(() => count('a', 8, 8, { least: 100 }), /least share of 'a' is 100/);
    assert.throws(() => count('a', 8, 8, { least: -1 }), /from 0 to below 100/);
    assert.throws(() => count('a', 9, 8, { least: 50 }), /got 9 of 8/);
  });
});
