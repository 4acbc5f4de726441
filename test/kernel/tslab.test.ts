import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { completenessOf, tslabDist, tslabFiles } from '../../src/kernel/tslab.js';

describe('tslab', () => {
  it('is the version whose insides we know', () => {
    const pinned: Readonly<Record<string, string>> = {
      'converter.js': '2c671708872c2ad7c36db9f703e5917571e73a62c4cf67f5abad0bd02c56b832',
      'public.d.ts': '2a4b6cfada704dcfbcdad99abd322e13752042d21fd29a940134874291a54acf',
      'tspath.js': '22af640459d4f9cc2b33fb8f6ad225eb822c62a30299906bc4b67904739509c8',
      'util.js': '82a8edae5f141b5cf1c2a7448efee39214bc470a89193f08d012db30120ecb35',
    };
    const found = Object.fromEntries(
      tslabFiles.map((name) => {
        const text = fs.readFileSync(path.join(tslabDist(), name));
        return [name, createHash('sha256').update(text).digest('hex')];
      }),
    );
    const about = fs.readFileSync(path.join(tslabDist(), '..', 'package.json'), 'utf8');
    const { version } = JSON.parse(about) as { version: string };
    assert.deepEqual(
      { version, ...found },
      { version: '1.0.22', ...pinned },
      'tslab has changed. src/kernel/tslab.ts uses private interfaces of these files: read what is ' +
        'new in them, see that the rest of this test and test/kernel/acceptance pass, then pin ' +
        'the new version and hashes here.',
    );
  });

  it('leaves the settings of our compiler alone', () => {
    const before = ts.sys.useCaseSensitiveFileNames;
    completenessOf('1');
    assert.equal(ts.sys.useCaseSensitiveFileNames, before);
  });
});

describe('completenessOf', () => {
  const table: readonly (readonly [code: string, status: string, indent?: string])[] = [
    ['1 + 1', 'complete'],
    ['', 'complete'],
    ['let x = 1;\nx', 'complete'],
    ['function f() { return 1; }', 'complete'],
    ['const a = await b;', 'complete'],
    ['for await (const x of y) z(x);', 'complete'],
    ['using a = b;', 'complete'],
    ['// comment', 'complete'],
    ['const s = { a: 1 } satisfies T;', 'complete'],
    ['function f() {', 'incomplete', '  '],
    ['if (x) {', 'incomplete', '  '],
    ['if (x) {\n  if (y) {', 'incomplete', '    '],
    ['f(', 'incomplete'],
    ['[1,', 'incomplete'],
    ['`text', 'incomplete'],
    ['/* comment', 'incomplete'],
    ['class A {\n  m() {\n    x();', 'incomplete'],
    ['let x = ;', 'invalid'],
    ['}', 'invalid'],
    ['foo bar', 'invalid'],
  ];
  for (const [code, status, indent] of table) {
    it(`${JSON.stringify(code)} is ${status}`, () => {
      const found = completenessOf(code);
      assert.equal(found.status, status);
      if (indent !== undefined) assert.equal(found.indent, indent);
    });
  }
});
