import assert from 'node:assert/strict';
import { scorers } from '../../../src/pruning/scores/register.js';

describe('the register of scorers', () => {
  it('has every scorer under its own name', () => {
    assert.deepEqual(Object.keys(scorers), [
      'magnitude',
      'random',
      'snip',
      'snip-train',
      'grasp',
      'grasp-eval',
      'grasp-inverted',
      'grasp-absolute',
      'grasp-t1',
      'synflow',
      'synflow-zero-offsets',
    ]);
    for (const [name, scorer] of Object.entries(scorers)) assert.equal(scorer.name, name);
  });
});
