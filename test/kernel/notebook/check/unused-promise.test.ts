import assert from 'node:assert/strict';
import { newSession } from '../../../../src/kernel/compiler/session.js';
import { checkedCells } from '../../../../src/kernel/notebook/check/checked-cell.js';
import { findUnusedPromises } from '../../../../src/kernel/notebook/check/unused-promise.js';
import { codeNotebook } from '../../../support/code-notebook.js';
import { newFolder } from '../../../support/temporary-folder.js';

describe('promises that nobody awaits', () => {
  const session = newSession(newFolder());

  const found = (source: string): string[] => {
    const [cell] = checkedCells(codeNotebook(source));
    return findUnusedPromises(session, cell).map(({ line, column }) => `${line}:${column}`);
  };

  it('are found by their type, also in loops', () => {
    const work = 'const work = async () => 1;\n';
    assert.deepEqual(found(`${work}work();\n1`), ['2:1']);
    assert.deepEqual(found(`${work}for (const n of [1]) { work() }`), ['2:24']);
    assert.deepEqual(found(`${work}work().then(String);\n1`), ['2:1']);
    assert.deepEqual(found('const one = { two: Promise.resolve(3) };\none.two;\n1'), ['2:1']);
  });

  it('are not those that are awaited, kept, shown or looked after', () => {
    const work = 'const work = async () => 1;\n';
    for (const rest of [
      'await work();',
      'const kept = work();',
      'void work();',
      'work()',
      'work();', // the kernel awaits what a cell ends with
      'work().catch(() => 0); 1',
      'work().then(String, String); 1',
      'function f() { work(); }',
    ]) {
      assert.deepEqual(found(work + rest), [], rest);
    }
    assert.deepEqual(found('console.log(1);\n[1].push(2);'), []);
    const maybe = 'const maybe = (): void | Promise<void> => undefined;\n';
    assert.deepEqual(found(`${maybe}maybe();\n1`), []);
  });
});
