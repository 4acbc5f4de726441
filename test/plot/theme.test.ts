import assert from 'node:assert/strict';
import { armStyles } from '../../src/plot/theme.js';

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
