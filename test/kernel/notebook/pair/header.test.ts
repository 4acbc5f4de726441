import assert from 'node:assert/strict';
import { UserError } from '../../../../src/errors.js';
import { headerLines, readHeader } from '../../../../src/kernel/notebook/pair/header.js';

describe('the header of a script', () => {
  it('is what jupytext writes', () => {
    const metadata = { kernelspec: { display_name: 'TypeScript', name: 'prunelab' } };
    assert.deepEqual(headerLines(metadata), [
      '// ---',
      '// jupyter:',
      '//   kernelspec:',
      '//     display_name: TypeScript',
      '//     name: prunelab',
      '// ---',
    ]);
    assert.deepEqual(headerLines({}), []);
  });

  it('reads as it was', () => {
    for (const metadata of [
      { a: { b: [1, { c: null }, []], d: {} }, version: '1.3', yes: 'yes', n: 1.5 },
      { text: 'one\n\n two \n---\n', odd: '\u2028\r\n: #', 'key with: colon': '' },
      { long: 'word '.repeat(50), date: '2026-11-20', bool: 'true', nothing: '~' },
    ]) {
      const lines = headerLines(metadata);
      assert.deepEqual(readHeader([...lines, '', '// %%'], 'a.ts'), {
        metadata,
        frontMatter: undefined,
        length: lines.length,
      });
    }
  });

  it('may be missing', () => {
    const none = { metadata: undefined, frontMatter: undefined, length: 0 };
    assert.deepEqual(readHeader([], 'a.ts'), none);
    assert.deepEqual(readHeader(['// %%', '1'], 'a.ts'), none);
    assert.deepEqual(readHeader(['// ---', '// no end'], 'a.ts'), none);
  });

  it('keeps front matter apart', () => {
    const lines = ['// -*- coding: utf-8 -*-', '// ---', '// title: x', '// ---', '// %%'];
    assert.deepEqual(readHeader(lines, 'a.ts'), {
      metadata: undefined,
      frontMatter: '---\ntitle: x\n---',
      length: 4,
    });
  });

  it('that is no YAML is an error of the user', () => {
    for (const broken of ['// a: [', '// - a', '// jupyter: 3']) {
      assert.throws(() => readHeader(['// ---', broken, '// ---'], 'a.ts'), UserError);
    }
  });
});
