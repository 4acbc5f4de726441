import assert from 'node:assert/strict';
import { UserError } from '../../../src/errors.js';
import { parseNotebook, type Notebook } from '../../../src/kernel/notebook/notebook.js';
import { givenByText } from '../../../src/kernel/parameters/given.js';
import {
  notebookParameters,
  withParameters,
} from '../../../src/kernel/parameters/with-parameters.js';
import { notebookOf } from '../../support/notebooks.js';

const declared = "type Key = 'a' | 'b';\nconst seeds = 5;\nlet key: Key = 'a';\nconst name = 'x';";
const notebook = (...cells: Parameters<typeof notebookOf>[0]): Notebook =>
  parseNotebook(notebookOf(cells), 'a.ipynb');
const taking = notebook('first()', { source: declared, tags: ['parameters'] }, 'last()');
const give = (to: Notebook, ...values: string[]): Notebook =>
  withParameters(to, values.map(givenByText), 'a.ipynb');
const sources = ({ cells }: Notebook): string[] => cells.map(({ source }) => source);

describe('withParameters', () => {
  it('puts the values into a cell of their own after the parameters, with their types', () => {
    const given = give(taking, 'key=b', 'seeds=7', 'name=7');
    const injected = 'const seeds: number = 7;\nlet key: Key = "b";\nconst name: string = "7";';
    assert.deepEqual(sources(given), ['first()', declared, injected, 'last()']);
    assert.deepEqual(given.cells[2].metadata, { tags: ['injected-parameters'] });
    assert.equal(given.cells[2].id, 'injected-parameters');
    assert.deepEqual(sources(taking), ['first()', declared, 'last()']);
  });

  it('replaces the values of an earlier run', () => {
    const twice = give(give(taking, 'seeds=7'), 'seeds=8');
    assert.deepEqual(sources(twice), ['first()', declared, 'const seeds: number = 8;', 'last()']);
  });

  it('refuses what the notebook does not know', () => {
    const refuses = (pattern: RegExp, ...values: string[]): void =>
      assert.throws(
        () => give(taking, ...values),
        (error: Error) => error instanceof UserError && pattern.test(error.message),
      );
    refuses(/no parameter of a\.ipynb called 'sedes'\. Did you mean 'seeds'\?/, 'sedes=7');
    refuses(
      /^The parameter key of a\.ipynb cannot be c; expected 'a' \| 'b', such as 'a'\. TypeS/,
      'seeds=7',
      'key=c',
    );
    refuses(/seeds of a\.ipynb cannot be many; expected number, such as 5\. /, 'seeds=many');
  });

  it('says what a notebook without parameters lacks', () => {
    assert.throws(
      () => give(notebook('f()'), 'seeds=7'),
      /a\.ipynb takes no parameters: none of its code cells is tagged parameters\. Declare them/,
    );
    assert.throws(
      () => give(notebook({ source: 'f()', tags: ['parameters'] }), 'seeds=7'),
      /tagged parameters declares no variable/,
    );
  });

  it('lists what a notebook can be given', () => {
    assert.deepEqual(
      notebookParameters(taking, 'a.ipynb').map(({ name }) => name),
      ['seeds', 'key', 'name'],
    );
  });
});
