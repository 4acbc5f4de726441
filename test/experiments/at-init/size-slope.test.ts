import assert from 'node:assert/strict';
import { sizeSlope } from '../../../src/experiments/at-init/size-slope.js';

const layer = (size: number, average: number) => ({
  parameter: `fc${size}.weight`,
  size,
  inverseSize: 1 / size,
  average,
});

describe('sizeSlope', () => {
  it('is 1 where averages are inversely proportional to sizes, 2 where to their squares', () => {
    assert.equal(sizeSlope([layer(10, 3), layer(100, 0.3), layer(1000, 0.03)]), 1);
    assert.equal(sizeSlope([layer(10, 3), layer(100, 0.03)]), 2);
  });

  it('is null where there is none', () => {
    assert.equal(sizeSlope([layer(10, 3), layer(10, 2)]), null, 'one size');
    assert.equal(sizeSlope([layer(10, 3)]), null, 'one layer');
    assert.equal(sizeSlope([layer(10, 3), layer(20, 0)]), null, 'an average of zero');
    assert.equal(sizeSlope([layer(10, 3), layer(20, Infinity)]), null);
  });
});
