import assert from 'node:assert/strict';
import { BAND, BARS, spreadLayer } from '../../../src/plot/parts/spread.js';

describe('spread', () => {
  it('goes from end to end of the interval or of the range', () => {
    const ends = (spread: 'interval' | 'range') => {
      const { y, y2 } = spreadLayer(BAND, spread, {}).encoding as Record<string, { field: string }>;
      return [y.field, y2.field];
    };
    assert.deepEqual(ends('interval'), ['low', 'high']);
    assert.deepEqual(ends('range'), ['min', 'max']);
  });

  it('is a shade or a bar', () => {
    assert.equal(spreadLayer(BARS, 'range', {}).mark, BARS);
  });
});
