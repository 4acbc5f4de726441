import assert from 'node:assert/strict';
import { checkedCells } from '../../../../src/kernel/notebook/check/checked-cell.js';
import { findProcessExits } from '../../../../src/kernel/notebook/check/process-exit.js';
import { codeNotebook } from '../../../support/code-notebook.js';

const found = (...sources: string[]): string[] =>
  findProcessExits(checkedCells(codeNotebook(...sources))).map(
    ({ cell, line, column }) => `${cell} ${line}:${column}`,
  );

describe('calls that end the process', () => {
  it('are found wherever they stand', () => {
    assert.deepEqual(found('1', 'if (x) {\n  process.exit(1);\n}'), ['2 2:3']);
    assert.deepEqual(found('const f = () => globalThis.process.abort()'), ['1 1:17']);
    assert.deepEqual(found("import { exit as end } from 'node:process';", 'end(0)'), ['2 1:1']);
  });

  it('are not others of the same name', () => {
    assert.deepEqual(
      found('room.exit()', 'exit()', 'process.exitCode = 1', "'process.exit()'"),
      [],
    );
  });
});
