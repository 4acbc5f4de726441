import assert from 'node:assert/strict';
import { newVariables } from '../../../src/kernel/cells/variables.js';

describe('an object of variables', () => {
  it('has what it is given, under any name, and nothing else', () => {
    const variables = newVariables() as Record<string, unknown>;
    for (const name of ['constructor', '__proto__', 'toString', 'x']) {
      assert.equal(variables[name], undefined, name);
      variables[name] = name;
      assert.equal(variables[name], name);
    }
    assert.deepEqual(Object.keys(variables), ['constructor', '__proto__', 'toString', 'x']);
    assert.equal((newVariables() as Record<string, unknown>).x, undefined);
  });
});
