import assert from 'node:assert/strict';
import {
  demand,
  demandOneOf,
  isCount,
  isFraction,
  sixDigits,
} from '../../src/experiments/settings.js';

describe('settings of experiments', () => {
  it('are demanded by name, with what was expected and what was given', () => {
    demand(true, 'rate', 0.5, 'below 1');
    assert.throws(() => demand(false, 'rate', 2, 'below 1'), {
      name: 'UserError',
      message: "The setting 'rate' must be below 1, but is 2.",
    });
  });

  it('that choose offer the near names, or all of them', () => {
    demandOneOf(['sgd', 'adam'], 'optimizer', 'adam');
    assert.throws(() => demandOneOf(['sgd', 'adam'], 'optimizer', 'adm'), {
      name: 'UserError',
      message: "There is no optimizer 'adm'. Did you mean 'adam'?",
    });
    assert.throws(() => demandOneOf(['sgd', 'adam'], 'optimizer', 'lion'), /Known: sgd, adam/);
    assert.throws(() => demandOneOf(['sgd'], 'optimizer', 'constructor'), /no optimizer/);
  });

  it('tell counts and fractions from other numbers', () => {
    assert.deepEqual([0, 7, -1, 0.5, NaN, Infinity, 2 ** 53].map(isCount), [
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    assert.deepEqual([0, 0.999, 1, -0.1, NaN].map(isFraction), [true, true, false, false, false]);
  });

  it('are measured to six digits', () => {
    assert.deepEqual(
      [1 / 3, 123_456.7, 1.2345678e-9, 0].map(sixDigits),
      [0.333333, 123_457, 1.23457e-9, 0],
    );
  });
});
