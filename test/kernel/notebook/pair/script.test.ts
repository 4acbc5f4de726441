import assert from 'node:assert/strict';
import ts from 'typescript';
import type { Cell, Notebook } from '../../../../src/kernel/notebook/notebook.js';
import {
  hasMarkers,
  parseScript,
  scriptText,
} from '../../../../src/kernel/notebook/pair/script.js';
import { updateNotebook } from '../../../../src/kernel/notebook/pair/update-notebook.js';
import { stripNotebook } from '../../../../src/kernel/notebook/strip.js';
import { stream, type Rng } from '../../../../src/math/rng.js';

const code = (source: string, metadata = {}): Cell => ({
  cell_type: 'code',
  source,
  metadata,
  outputs: [],
  execution_count: null,
});

const notebook = (...cells: Cell[]): Notebook => ({
  nbformat: 4,
  nbformat_minor: 4,
  metadata: {},
  cells,
});

/** Pieces that have gone wrong somewhere, or might. */
const pieces = [
  ...['', '\n', '\n\n', ' ', '  ', '\t', '\r\n', '\r', '\u2028', '\uFEFF', '\0'],
  ...['// %%', '//%% x', '// // %%', '  // %%', '%%', '%% x', '// %% [markdown]', '// ---', '---'],
  ...[';', ';\n', '*/', '/*', '`', '"', "'", '// a comment', '//', '(x)', '[1]', 'a.length'],
  ...['const a = 1', 'const a = 1;', 'é 漢 👩‍🔬', '# Title', '#!/bin/sh', '{=}', '=', 'jupyter:'],
];

const keys = [
  'tags',
  'id',
  'newlines',
  'title',
  'cell_type',
  'metadata.id',
  'two words',
  'a-b',
  'é',
];

function pick<T>(values: readonly T[], rng: Rng): T {
  return values[rng.below(values.length)];
}

function text(rng: Rng): string {
  const length = rng.below(7);
  return Array.from({ length }, () => pick(pieces, rng) + pick(['', '\n'], rng)).join('');
}

function value(rng: Rng): unknown {
  const kinds = [
    () => text(rng),
    () => rng.below(100) / 4,
    () => pick([true, false, null], rng),
    () => [text(rng), text(rng)],
    () => ({ [text(rng)]: text(rng) }),
  ];
  return pick(kinds, rng)();
}

function metadata(rng: Rng): Record<string, unknown> {
  const length = Math.max(0, rng.below(5) - 2);
  return Object.fromEntries(Array.from({ length }, () => [pick(keys, rng), value(rng)]));
}

function randomNotebook(rng: Rng): Notebook {
  const cells = Array.from({ length: 1 + rng.below(6) }, (_, i): Cell => {
    const common = { id: `cell-${i}`, source: text(rng), metadata: metadata(rng) };
    const type = pick(['code', 'code', 'markdown', 'raw'] as const, rng);
    return type === 'code'
      ? { ...common, cell_type: type, outputs: [], execution_count: null }
      : { ...common, cell_type: type };
  });
  const about = { kernelspec: { name: 'prunelab' }, more: value(rng) };
  return { nbformat: 4, nbformat_minor: 5, metadata: about, cells };
}

/** The notebook, run: with all that a script does not hold. */
function withTraces(plain: Notebook): Notebook {
  const cells = plain.cells.map((cell, i): Cell => {
    const traced = { ...cell, metadata: { ...cell.metadata, execution: { at: i } }, extra: i };
    return traced.cell_type === 'code'
      ? {
          ...traced,
          execution_count: i,
          outputs: [{ output_type: 'stream', name: 'stdout', text: `${i}` }],
        }
      : traced;
  });
  return { ...plain, cells };
}

describe('scripts of cells', () => {
  it('look like this', () => {
    const lesson: Notebook = {
      ...notebook(
        { cell_type: 'markdown', source: '# Title\n\ntext', metadata: { title: 'First' } },
        code('const words = ["a"];\nwords.length', { tags: ['parameters'] }),
        { cell_type: 'raw', source: 'raw', metadata: { format: 'text/html' } },
        code('(() => 1)()\n'),
        code(''),
      ),
      metadata: { kernelspec: { name: 'prunelab' } },
    };
    const script = `// ---
// jupyter:
//   kernelspec:
//     name: prunelab
// ---

// %% First [markdown]
// # Title
//
// text

// %% tags=["parameters"]
const words = ["a"];
words.length
;

// %% [raw] format="text/html"
// raw

// %% newlines=1
(() => 1)()

// %%
`;
    assert.equal(scriptText(lesson), script);
    assert.deepEqual(updateNotebook(parseScript(script, 'a.ts'), lesson), lesson);
  });

  it('hold any notebook without loss', () => {
    for (let seed = 0; seed < 1000; seed++) {
      const plain = randomNotebook(stream(seed, 'notebook'));
      const script = scriptText(plain);
      const again = updateNotebook(parseScript(script, 'a.ts'));
      assert.deepEqual(again, plain, `seed ${seed}\n${script}`);
      assert.equal(scriptText(again), script);
    }
  });

  it('lose nothing of a notebook that was run, when paired back', () => {
    for (let seed = 0; seed < 300; seed++) {
      const plain = randomNotebook(stream(seed, 'notebook'));
      const full = withTraces(plain);
      assert.equal(scriptText(full), scriptText(stripNotebook(plain)));
      assert.deepEqual(updateNotebook(parseScript(scriptText(full), 'a.ts'), full), full);
    }
  });

  it('keep the statements of one cell out of the next', () => {
    const sources = ['const n = [1].length', '// only a comment', '(2 + 3)', '`text`', '-1 // end'];
    const script = scriptText(notebook(...sources.map((source) => code(source))));
    const file = ts.createSourceFile('a.ts', script, ts.ScriptTarget.Latest);
    const statements = file.statements.filter((each) => !ts.isEmptyStatement(each));
    assert.deepEqual(
      statements.map((each) => each.getText(file).replace(/\n;$/, '')),
      ['const n = [1].length', '(2 + 3)', '`text`', '-1'],
    );
  });

  it('may be plain files, saved with CRLF, or spaced out by hand', () => {
    const sources = (script: string): string[] =>
      parseScript(script, 'a.ts').cells.map(({ source }) => source);
    assert.deepEqual(sources('\nconst a = 1;\n'), ['const a = 1;']);
    assert.deepEqual(sources(''), ['']);
    assert.deepEqual(sources('\uFEFF// %%\r\na\r\nb\r\n\r\n// %%\r\nc\r\n'), ['a\nb', 'c']);
    assert.deepEqual(sources('above\n\n\n// %%\n\n\n//%%\n// x\n\n\n'), ['above', '', '// x']);
    assert.ok(!hasMarkers('// a\nconst b = 1;'));
    assert.ok(hasMarkers('a\n//%%\nb'));
  });

  it('give their front matter to a raw cell, as jupytext does', () => {
    const { metadata, cells } = parseScript('// ---\n// title: x\n// ---\n\n// %%\n1\n', 'a.ts');
    assert.equal(metadata, undefined);
    assert.deepEqual(
      cells.map(({ cell_type, source }) => [cell_type, source]),
      [
        ['raw', '---\ntitle: x\n---'],
        ['code', '1'],
      ],
    );
  });
});
