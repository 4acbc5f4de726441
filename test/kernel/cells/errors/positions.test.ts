import assert from 'node:assert/strict';
import { positions } from '../../../../src/kernel/cells/errors/positions.js';
import { newSession } from '../../../../src/kernel/compiler/session.js';
import { newFolder } from '../../../support/temporary-folder.js';

describe('positions', function () {
  this.timeout(60_000);

  it('lead from what runs back to the cell', () => {
    const session = newSession(newFolder());
    const source = [
      "import { sep } from 'node:path';",
      'interface T {',
      '  a: number;',
      '}',
      'const value = (sep as string) + mark1();',
      'function mark1(): string { return [value, sep].map(mark2 => mark2).join(mark3()); }',
      'class A { m(t: T) { return t.a + mark3().length; } }',
      'function mark3() { return `',
      '`; }',
    ].join('\n');
    const compilation = session.compile(source, 1);
    assert.ok(compilation.ok);
    const { unit } = compilation.cell;
    const known = positions();
    known.add(unit);
    const lines = unit.code.split('\n');
    let compared = 0;
    for (const [i, line] of lines.entries()) {
      for (const { 0: word, index } of line.matchAll(/mark\d\b(?! = )/g)) {
        const place = known.source('cell[1]', i + 1, index + 1);
        // The prologue's own words stand for no place.
        if (place === undefined || i === 0) continue;
        compared++;
        const there = source.split('\n')[place.line - 1].slice(place.column - 1);
        assert.ok(there.startsWith(word) || there.startsWith('(0, '), `${word} is ${there}`);
      }
    }
    assert.ok(compared >= 5, `${compared} places`);
    assert.equal(known.line('cell[1]', 3), '  a: number;');
  });

  it('know nothing of files that they were not told of', () => {
    const known = positions();
    assert.equal(known.source('cell[9]', 1, 1), undefined);
    assert.equal(known.line('cell[9]', 1), undefined);
  });
});
