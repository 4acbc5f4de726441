import assert from 'node:assert/strict';
import { lookUp, nearNames, unknownName } from '../src/errors.js';

describe('errors', () => {
  it('offers the near names, best first', () => {
    const known = ['magnitude', 'random', 'synflow', 'snip'];
    assert.deepEqual(nearNames('magnitud', known), ['magnitude']);
    assert.deepEqual(nearNames('Random', known), ['random']);
    assert.deepEqual(nearNames('sni', known), ['snip']);
    assert.deepEqual(nearNames('quantisation', known), []);
  });

  it('lists all names when none is near', () => {
    assert.equal(
      unknownName('pruner', 'zzzzzz', ['magnitude', 'random']).message,
      "There is no pruner 'zzzzzz'. Known: magnitude, random.",
    );
  });

  it('lists all names when what was given is no name', () => {
    for (const given of [undefined, null, 5]) {
      assert.throws(() => lookUp('scorer', { snip: 1, grasp: 2 }, given as never), {
        name: 'UserError',
        message: `The scorer must be given by its name, but is ${String(given)}. Known: snip, grasp.`,
      });
    }
  });

  it('looks up only what is really there', () => {
    assert.equal(lookUp('thing', { a: 1 }, 'a'), 1);
    assert.throws(() => lookUp('thing', { a: 1 }, 'toString'), /There is no thing 'toString'/);
  });
});
