import assert from 'node:assert/strict';
import * as published from '../../../replications/tanaka2020synflow/published.js';

describe('published numbers of tanaka2020synflow', () => {
  it('are whole: every method at every compression of every panel', () => {
    const panels = Object.values(published.authorsAccuracy);
    assert.equal(panels.length, 9);
    for (const means of panels) {
      assert.deepEqual(Object.keys(means), ['random', 'magnitude', 'SNIP', 'GraSP', 'SynFlow']);
      for (const values of Object.values(means)) {
        assert.equal(values.length, published.AUTHORS_EXPONENTS.length);
      }
    }
  });

  it('have SynFlow ahead of all others in every panel from 10^2.5 on, and not before', () => {
    const ahead = published.AUTHORS_EXPONENTS.map(
      (_, i) =>
        Object.values(published.authorsAccuracy).filter((means) =>
          ['random', 'magnitude', 'SNIP', 'GraSP'].every((arm) => means.SynFlow[i] > means[arm][i]),
        ).length,
    );
    assert.deepEqual(ahead.slice(-3), [8, 9, 9]);
  });
});
