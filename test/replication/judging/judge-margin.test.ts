import assert from 'node:assert/strict';
import { equivalence, nonInferior } from '../../../src/replication/judging/judge-margin.js';
import { assertClose } from '../../support/close.js';

const near = [0.31, 0.52, -0.08, 0.44, 0.27, 0.61, 0.12, 0.35]; // 90 % interval [0.169, 0.466]
const far = near.map((d) => d + 1);

describe('equivalence', () => {
  it('supports what the 90 % interval keeps within the margin', () => {
    const { outcome, detail, p } = equivalence('a', near, { margin: 0.5, unit: 'pp' });
    assert.equal(outcome, 'supported');
    assertClose(p!, 0.026095666844993575); // scipy, see test/math/significance/equivalence.test.ts
    assert.equal(
      detail,
      'The 90 % interval [0.17, 0.47] lies within the margin of ±0.5 pp fixed in advance.',
    );
  });

  it('refutes what the 95 % interval keeps outside, on either side', () => {
    for (const differences of [far, far.map((d) => -d)]) {
      const { outcome, detail } = equivalence('a', differences, { margin: 0.5, unit: 'pp' });
      assert.equal(outcome, 'refuted');
      assert.match(detail, /the arms do differ/);
    }
  });

  it('leaves open what crosses the margin: a large p of a difference is no equivalence', () => {
    const noisy = [3, -3, 2, -2, 1, -1];
    const { outcome, detail } = equivalence('a', noisy, { margin: 0.5 });
    assert.equal(outcome, 'inconclusive');
    assert.match(detail, /neither clearly within the margin of ±0\.5 nor outside it/);
  });

  it('never decides with fewer than six seeds', () => {
    for (const n of [1, 5]) {
      const { outcome, p } = equivalence('a', new Array<number>(n).fill(0), { margin: 1 });
      assert.equal(outcome, 'inconclusive');
      assert.equal(p, n === 1 ? 1 : 0);
    }
  });

  it('refuses a margin of nothing', () => {
    assert.throws(() => equivalence('a', near, { margin: 0 }), /smallest difference that would/);
    assert.throws(() => equivalence('a', near, { margin: -1 }), /margin of 'a' is -1/);
    assert.throws(() => equivalence('a', [], { margin: 1 }), /nothing to judge 'a' by/);
  });
});

describe('non-inferiority', () => {
  it('supports an arm that loses less than the margin, or wins', () => {
    const { outcome, detail } = nonInferior('a', near, { margin: 0.2, unit: 'pp' });
    assert.equal(outcome, 'supported');
    assert.match(detail, /\[0\.17, 0\.47\] rules out a loss of the 0\.2 pp fixed in advance/);
    const losing = near.map((d) => -d);
    assert.equal(nonInferior('a', losing, { margin: 0.5 }).outcome, 'supported');
  });

  it('refutes an arm that loses more', () => {
    const losing = far.map((d) => -d);
    const { outcome, detail } = nonInferior('a', losing, { margin: 0.5 });
    assert.equal(outcome, 'refuted');
    assert.match(detail, /shows a loss larger than the 0\.5/);
  });

  it('leaves the rest open', () => {
    const losing = near.map((d) => -d);
    assert.equal(nonInferior('a', losing, { margin: 0.3 }).outcome, 'inconclusive');
    assert.equal(nonInferior('a', [9, 9, 9], { margin: 0.3 }).outcome, 'inconclusive');
  });

  it('refuses bad input', () => {
    assert.throws(() => nonInferior('a', near, { margin: Infinity }), /margin of 'a' is Infinity/);
    assert.throws(() => nonInferior('a', [], { margin: 1 }), /nothing to judge/);
  });
});
