import assert from 'node:assert/strict';
import { UserError } from '../../../src/errors.js';
import {
  cellTags,
  isCodeCell,
  parseNotebook,
  readNotebook,
} from '../../../src/kernel/notebook/notebook.js';

const parse = (value: unknown): ReturnType<typeof parseNotebook> =>
  parseNotebook(JSON.stringify(value), 'a.ipynb');

function wrapped(...cells: unknown[]): unknown {
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

describe('notebook', () => {
  it('joins lists of lines and keeps what it does not know', () => {
    const notebook = parse({
      ...(wrapped(
        { cell_type: 'markdown', id: 'm', source: ['# A\n', 'b'], metadata: { x: 1 } },
        {
          cell_type: 'code',
          source: 'f()',
          metadata: { tags: ['slow', 3] },
          execution_count: 7,
          outputs: [
            { output_type: 'stream', name: 'stdout', text: ['1\n', '2\n'] },
            {
              output_type: 'display_data',
              data: { 'text/html': ['<b>\n', '</b>'], 'application/vnd.x+json': ['kept'] },
              metadata: {},
            },
          ],
        },
      ) as object),
      extra: true,
    });
    assert.equal(notebook.extra, true);
    const [text, code] = notebook.cells;
    assert.equal(text.source, '# A\nb');
    assert.equal(text.id, 'm');
    assert.deepEqual(text.metadata, { x: 1 });
    assert.ok(isCodeCell(code));
    assert.equal(code.execution_count, 7);
    assert.deepEqual(cellTags(code), ['slow']);
    assert.deepEqual(code.outputs, [
      { output_type: 'stream', name: 'stdout', text: '1\n2\n' },
      {
        output_type: 'display_data',
        data: { 'text/html': '<b>\n</b>', 'application/vnd.x+json': ['kept'] },
        metadata: {},
      },
    ]);
  });

  const bad: [string, string, RegExp][] = [
    [
      'not JSON',
      'const a = 1;',
      /^a\.ipynb is not a notebook: it is not JSON \(.*Expected an \.ipynb/,
    ],
    ['a list', '[]', /holds no JSON object/],
    ['the old format', '{"nbformat":3,"worksheets":[]}', /has nbformat 3; expected 4/],
    ['no format', '{"cells":[]}', /has nbformat \(none\); expected 4/],
    ['no cells', '{"nbformat":4}', /it has no list of cells/],
    [
      'a cell of no known type',
      JSON.stringify(wrapped({ cell_type: 'heading', source: '' })),
      /cell 1 has type "heading"/,
    ],
    [
      'a cell without source',
      JSON.stringify(wrapped({ cell_type: 'code' })),
      /cell 1 has no source/,
    ],
    [
      'an output of no known type',
      JSON.stringify(
        wrapped({ cell_type: 'code', source: '', outputs: [{ output_type: 'pyout' }] }),
      ),
      /output 1 of cell 1 has type "pyout"/,
    ],
  ];
  for (const [what, text, message] of bad) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parseNotebook(text, 'a.ipynb'),
        (error: Error) => error instanceof UserError && message.test(error.message),
      );
    });
  }

  it('says which file cannot be read', () => {
    assert.throws(() => readNotebook('no/such.ipynb'), /Cannot read the notebook no\/such\.ipynb/);
  });
});
