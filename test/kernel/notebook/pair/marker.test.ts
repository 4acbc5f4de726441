import assert from 'node:assert/strict';
import { UserError } from '../../../../src/errors.js';
import {
  escapeMarker,
  isMarker,
  markerLine,
  parseMarker,
  unescapeMarker,
  type Marker,
} from '../../../../src/kernel/notebook/pair/marker.js';

const code: Marker = { type: 'code', id: undefined, newlines: 0, metadata: {} };

/** Markers and the lines they are written as. */
const written: readonly [Marker, string][] = [
  [code, '// %%'],
  [{ ...code, type: 'markdown' }, '// %% [markdown]'],
  [
    { ...code, id: 'abc', metadata: { tags: ['slow', 'a b'] } },
    '// %% tags=["slow","a b"] id="abc"',
  ],
  [{ ...code, type: 'raw', metadata: { title: 'For nbconvert' } }, '// %% For nbconvert [raw]'],
  [{ ...code, metadata: { title: 'a = 1' } }, '// %% title="a = 1"'],
  [{ ...code, newlines: 2, metadata: { id: 7 } }, '// %% metadata.id=7 newlines=2'],
  [{ ...code, id: 'x', metadata: { 'two words': '{=}' } }, '// %% {"two words":"{=}","id":"x"}'],
  [{ ...code, metadata: { text: 'one\u2028two\n' } }, '// %% text="one\\u2028two\\n"'],
];

describe('markers of cells', () => {
  it('are written as jupytext writes them, and read again', () => {
    for (const [marker, line] of written) {
      assert.equal(markerLine(marker), line);
      assert.deepEqual(parseMarker(line, 'a.ts'), marker);
    }
  });

  it('are read in the other ways that jupytext and people write them', () => {
    assert.equal(parseMarker('//%% [md]', 'a.ts').type, 'markdown');
    assert.deepEqual(parseMarker('// %% A title [markdown] {"a": 1}', 'a.ts'), {
      ...code,
      type: 'markdown',
      metadata: { title: 'A title', a: 1 },
    });
    assert.deepEqual(parseMarker('// %% n=1 hide deep={"a": "b c"}', 'a.ts').metadata, {
      n: 1,
      hide: null,
      deep: { a: 'b c' },
    });
  });

  it('are told from comments', () => {
    for (const line of ['// %%', '//%%', '  // %% x', '// %%\t[raw]']) assert.ok(isMarker(line));
    for (const line of ['// %%time', '/// %%', '// // %%', 'x // %%', '// 5 %']) {
      assert.ok(!isMarker(line), line);
    }
  });

  it('inside a cell are escaped, any number of times', () => {
    for (const line of ['// %%', '//%% x', '  //  %%', '// // %%', '//// %%', '// %%time']) {
      const escaped = escapeMarker(line);
      assert.equal(escaped, `// ${line}`);
      assert.ok(!isMarker(escaped));
      assert.equal(unescapeMarker(escaped), line);
    }
    for (const line of ['', 'x', '// x', 'x // %%']) {
      assert.equal(escapeMarker(line), line);
      assert.equal(unescapeMarker(line), line);
    }
  });

  it('with metadata that cannot be read say where and what was expected', () => {
    for (const line of ['// %% tags=[slow]', '// %% {"a": }', '// %% id=7', '// %% newlines=-1']) {
      assert.throws(
        () => parseMarker(line, 'a.ts, line 3'),
        (error: unknown) => {
          assert.ok(error instanceof UserError);
          assert.match(error.message, /^a\.ts, line 3: .*xpected/);
          return true;
        },
      );
    }
  });
});
