import assert from 'node:assert/strict';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../../src/errors.js';
import { readNotebook, type Notebook } from '../../../../src/kernel/notebook/notebook.js';
import {
  newerOf,
  pairAgrees,
  pairFile,
  pairOf,
} from '../../../../src/kernel/notebook/pair/pair-files.js';
import { writeNotebook } from '../../../../src/kernel/notebook/write-notebook.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';

const lesson: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    {
      cell_type: 'code',
      id: 'a',
      metadata: {},
      source: '1 + 1',
      execution_count: 1,
      outputs: [{ output_type: 'stream', name: 'stdout', text: '2\n' }],
    },
  ],
};

describe('pairs of files', () => {
  const folder = temporaryFolder();

  /** A notebook in a fresh folder, and its script if asked for. */
  function setUp(script?: string) {
    const pair = pairOf(join(folder(), 'lesson.ipynb'));
    writeNotebook(pair.notebook, lesson);
    if (script !== undefined) writeFileSync(pair.script, script);
    return pair;
  }

  /** Sets when a file was changed, in seconds. */
  const touch = (path: string, time: number): void => utimesSync(path, time, time);

  it('are a notebook and a script of one name', () => {
    const pair = { notebook: 'a/b.ipynb', script: 'a/b.ts' };
    assert.deepEqual(pairOf('a/b.ts'), pair);
    assert.deepEqual(pairOf('a/b.ipynb'), pair);
    for (const path of ['a.md', 'a.d.ts', '.ts']) assert.throws(() => pairOf(path), UserError);
  });

  it('are made from either side, and agree then', () => {
    const pair = setUp();
    assert.ok(!pairAgrees(pair));
    assert.equal(pairFile(pair.notebook), pair.script);
    assert.ok(pairAgrees(pair));
    assert.equal(readFileSync(pair.script, 'utf8'), '// %% id="a"\n1 + 1\n');
    assert.equal(pairFile(pair.script), undefined);
    assert.deepEqual(readNotebook(pair.notebook), lesson);
  });

  it('bring what was edited in the script into the notebook', () => {
    const pair = setUp('// %% id="a"\n1 + 1\n\n// %% [markdown] id="b"\n// text\n');
    touch(pair.notebook, 1000);
    assert.equal(pairFile(pair.script), pair.notebook);
    const text = { cell_type: 'markdown', id: 'b', metadata: {}, source: 'text' };
    assert.deepEqual(readNotebook(pair.notebook).cells, [...lesson.cells, text]);
  });

  it('never overwrite the newer file unless told to', () => {
    const pair = setUp('// %% id="a"\n2 + 2\n');
    touch(pair.notebook, 1000);
    assert.throws(() => pairFile(pair.notebook), /was changed after .*--sync.*--force/);
    assert.equal(newerOf(pair), pair.script);
    assert.equal(pairFile(pair.notebook, { force: true }), pair.script);
    assert.ok(pairAgrees(pair));
  });

  it('never take a module of the same name for the script', () => {
    const pair = setUp('export const answer = 42;\n');
    touch(pair.script, 1000);
    assert.throws(() => pairFile(pair.notebook), /has no cells/);
    assert.equal(readFileSync(pair.script, 'utf8'), 'export const answer = 42;\n');
  });

  it('need one file at least', () => {
    const pair = pairOf(join(folder(), 'none.ts'));
    assert.throws(() => newerOf(pair), UserError);
    assert.throws(() => pairFile(pair.script), UserError);
    writeFileSync(pair.script, '1\n');
    assert.equal(newerOf(pair), pair.script);
    assert.equal(pairFile(pair.script), pair.notebook);
    assert.ok(existsSync(pair.notebook) && pairAgrees(pair));
  });
});
