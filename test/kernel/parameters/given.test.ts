import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { givenByFile, givenByText, lastGiven } from '../../../src/kernel/parameters/given.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('values given for parameters', () => {
  const meanings = (text: string): readonly string[] => givenByText(`x=${text}`).meanings;

  it('mean what they are in JSON first, and are a string at last', () => {
    assert.deepEqual(givenByText('name=a=b'), { name: 'name', text: 'a=b', meanings: ['"a=b"'] });
    assert.deepEqual(meanings('5'), ['5', '"5"']);
    assert.deepEqual(meanings('true'), ['true', '"true"']);
    assert.deepEqual(meanings('"abc"'), ['"abc"', '"\\"abc\\""']);
    assert.deepEqual(meanings(' [1, 2] '), ['[1, 2]', '" [1, 2] "']);
    assert.deepEqual(meanings(''), ['""']);
  });

  it('can be numbers that JSON does not know', () => {
    assert.deepEqual(meanings('.5'), ['0.5', '".5"']);
    assert.deepEqual(meanings('0x10'), ['16', '"0x10"']);
    assert.deepEqual(meanings('-Infinity'), ['-Infinity', '"-Infinity"']);
    assert.deepEqual(meanings('10n'), ['10n', '"10n"']);
    assert.deepEqual(meanings('5 apples'), ['"5 apples"']);
  });

  it('need a name', () => {
    for (const text of ['seeds', '=5', 'a b=5']) {
      assert.throws(() => givenByText(text), /'.*' is not of the form name=value/);
    }
  });

  describe('in a file', () => {
    const folder = temporaryFolder();

    it('mean exactly what they are', () => {
      const path = join(folder(), 'p.json');
      writeFileSync(path, '{"a": "5", "b": [1]}');
      assert.deepEqual(givenByFile(path), [
        { name: 'a', text: '"5"', meanings: ['"5"'] },
        { name: 'b', text: '[1]', meanings: ['[1]'] },
      ]);
    });

    it('must be there, and be an object', () => {
      const path = join(folder(), 'p.json');
      assert.throws(() => givenByFile(path), /Cannot read the parameters .*p\.json: ENOENT/);
      writeFileSync(path, '[1]');
      assert.throws(() => givenByFile(path), /p\.json holds no parameters; expected an object/);
    });
  });

  it('count as they were given last', () => {
    const given = ['a=1', 'b=2', 'a=3'].map(givenByText);
    assert.deepEqual(
      lastGiven(given).map(({ name, text }) => name + text),
      ['a3', 'b2'],
    );
  });
});
