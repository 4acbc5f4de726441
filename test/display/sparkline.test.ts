import assert from 'node:assert/strict';
import { sparkline, textBar, thinned } from '../../src/display/sparkline.js';

describe('sparkline', () => {
  it('goes from the smallest to the largest, or from a floor', () => {
    assert.equal(sparkline([1, 2, 3]), '▁▅█');
    assert.equal(sparkline([4, NaN, 8], 0), '▅ █');
    assert.equal(sparkline([7, 7]), '▁▁');
  });

  it('keeps both ends of a long list', () => {
    assert.deepEqual(thinned([0, 1, 2, 3, 4, 5, 6], 3), [0, 3, 6]);
    assert.deepEqual(thinned([1, 2], 3), [1, 2]);
  });

  it('fills a bar', () => {
    assert.equal(textBar(0.5, 4), '██░░');
    assert.equal(textBar(2, 3), '███');
  });
});
