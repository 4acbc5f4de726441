import assert from 'node:assert/strict';
import { intervalGlyph } from '../../../src/replication/report/interval-glyph.js';

describe('interval glyph', () => {
  it('places zero, the mark, the interval and the mean on one scale', () => {
    const { markup } = intervalGlyph(0.5, [0, 1], [0.25]);
    assert.match(markup, /class="zero" x1="4\.0"/);
    assert.match(markup, /class="mark" x1="39\.5"/); // 4 + 142 / 4
    assert.match(markup, /class="bar" x1="4\.0" x2="146\.0"/);
    assert.match(markup, /circle cx="75\.0"/);
  });

  it('always shows zero', () => {
    assert.match(intervalGlyph(-2, [-3, -1], []).markup, /class="zero" x1="146\.0"/);
    assert.match(intervalGlyph(0, [0, 0], []).markup, /circle cx="4\.0"/);
  });

  it('shows nothing where the interval has no ends', () => {
    assert.equal(intervalGlyph(1, [-Infinity, Infinity], [0.1]).markup, '');
  });
});
