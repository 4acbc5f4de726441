import assert from 'node:assert/strict';
import { frankle2019lottery } from '../../replications/index.js';
import { findFigure } from '../../src/replication/find-figure.js';

describe('findFigure', () => {
  it('finds a figure by its id', () => {
    assert.equal(findFigure(frankle2019lottery, 'training-curves').id, 'training-curves');
  });

  it('names the near ids', () => {
    assert.throws(() => findFigure(frankle2019lottery, 'trainig-curves'), /'training-curves'/);
  });
});
