import assert from 'node:assert/strict';
import { armStyles, orderedColours } from '../../src/plot/theme.js';

describe('arm styles', () => {
  const arms = ['ticket', 'reinit', 'one-shot', 'random'];

  it('follow the order of the arms', () => {
    const styles = armStyles(arms);
    assert.deepEqual(styles.get('ticket'), { colour: '#0072b2', dash: [1, 0], shape: 'circle' });
    assert.equal(styles.get('reinit')?.colour, '#d55e00');
    assert.deepEqual(armStyles([...arms, 'another']).get('random'), styles.get('random'));
  });

  it('differ in colour, dash and shape', () => {
    const styles = [...armStyles(arms).values()];
    for (const property of ['colour', 'dash', 'shape'] as const) {
      assert.equal(new Set(styles.map((style) => String(style[property]))).size, arms.length);
    }
  });
});

describe('ordered colours', () => {
  it('go from light to dark', () => {
    assert.deepEqual(orderedColours(1), ['#1b0c2e']);
    assert.deepEqual(orderedColours(3), ['#f2c14e', '#2b7a9b', '#1b0c2e']);
    assert.equal(orderedColours(9)[1], '#a1b865'); // half way from #f2c14e to #4fae7c
  });
});
