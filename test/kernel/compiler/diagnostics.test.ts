import assert from 'node:assert/strict';
import { readable, tracebackOf } from '../../../src/kernel/compiler/diagnostics.js';

// `problemsIn` is tested with the session, which has a compiler.
describe('tracebackOf', () => {
  const problem = {
    code: 2304,
    message: "Cannot find name 'x'.",
    line: 2,
    column: 3,
    frame: '  x\n  ~',
  };

  it('shows the place in the cell and the line', () => {
    assert.deepEqual(tracebackOf('cell[4]', { ...problem, file: undefined }), [
      "cell[4]:2:3 - error TS2304: Cannot find name 'x'.",
      '      x',
      '      ~',
    ]);
  });

  it('shows the place in a module', () => {
    const [first] = tracebackOf('cell[4]', { ...problem, file: 'src/a.ts' });
    assert.match(first, /^src\/a\.ts:2:3 - /);
  });
});

describe('readable', () => {
  it('hides that cells are files and their names imports', () => {
    assert.equal(
      readable(
        'Type \'import("/home/me/cell[3]").A\' is not assignable to type \'import("./cell[12].ts").B<import("/x/cell[1]").C>\'.',
      ),
      "Type 'A' is not assignable to type 'B<C>'.",
    );
    assert.equal(
      readable("Cannot assign to 'f' because it is an import."),
      "Cannot assign to 'f' because it is not a variable: only `let` and `var` can change.",
    );
    assert.equal(readable('import("node:fs").Stats'), 'import("node:fs").Stats');
  });
});
