import assert from 'node:assert/strict';
import type { Finding } from '../../../../src/kernel/notebook/check/finding.js';
import { renderFinding } from '../../../../src/kernel/notebook/check/render-finding.js';

const finding: Finding = {
  rule: 'type',
  level: 'error',
  code: 2322,
  message: 'no',
  cell: 3,
  line: 2,
  column: 7,
  frame: 'const a = b;\n      ~',
};

describe('rendering a finding', () => {
  it('says where, what, and shows the place', () => {
    assert.deepEqual(renderFinding('a.ipynb', finding), [
      'a.ipynb, cell 3 (line 2:7): error TS2322: no',
      '    const a = b;',
      '          ~',
    ]);
  });

  it('names the rule where the compiler has no number', () => {
    const lint: Finding = {
      rule: 'hidden-state',
      level: 'warning',
      message: 'no',
      cell: 3,
      line: 1,
      column: 1,
      frame: undefined,
    };
    assert.deepEqual(renderFinding('a.ipynb', lint), [
      'a.ipynb, cell 3 (line 1:1): warning hidden-state: no',
    ]);
  });
});
