import assert from 'node:assert/strict';
import { registry } from '../../../src/kernel/compiler/registry.js';

describe('registry', () => {
  const constant = (name: string) => ({ name, mutable: false });
  const variable = (name: string) => ({ name, mutable: true });

  it('knows who declared a name last, and who first', () => {
    const known = registry();
    known.declare(1, [constant('a'), constant('b')]);
    known.declare(3, [variable('a')]);
    assert.deepEqual(known.get('a'), {
      ...variable('a'),
      ...{ cell: 3, owner: 1, meaning: 'both' },
    });
    assert.deepEqual(known.get('b'), {
      ...constant('b'),
      ...{ cell: 1, owner: 1, meaning: 'both' },
    });
    assert.equal(known.get('c'), undefined);
    assert.deepEqual([...known.names()], ['a', 'b']);
  });

  it('puts a type and a value of one name together, but not what is both', () => {
    const known = registry();
    const value = new Map([['a', 'value']] as const);
    const type = new Map([['a', 'type']] as const);
    known.declare(1, [variable('a')], value);
    assert.equal(known.adds('a', 'type'), true);
    assert.equal(known.adds('a', 'value'), false);
    assert.equal(known.adds('a', 'both'), false);
    known.declare(2, [constant('a')], type);
    assert.equal(known.adds('a', 'value'), true);
    assert.equal(known.adds('a', 'type'), true);
    known.declare(3, [constant('a')]);
    assert.equal(known.adds('a', 'type'), false);
  });

  it('imports constants, and declares variables, which can be assigned to', () => {
    const known = registry();
    known.declare(1, [constant('a'), variable('v')]);
    known.declare(2, [constant('b'), constant('c')]);
    assert.deepEqual(known.header(['b', 'a', 'v', 'c', 'unknown']).split('\n'), [
      "declare let v: typeof import('./cell[1]').v;",
      "import { b, c } from './cell[2]';",
      "import { a } from './cell[1]';",
    ]);
    assert.equal(known.header([]), '');
  });

  it('knows the cells that still matter', () => {
    const known = registry();
    known.declare(1, [constant('a')]);
    known.declare(2, [constant('b')]);
    known.declare(3, [constant('a')]);
    assert.deepEqual([...known.cells()].sort(), [2, 3]);
  });
});
