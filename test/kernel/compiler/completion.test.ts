import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { completeAt } from '../../../src/kernel/compiler/completion.js';
import { newSession, type Session } from '../../../src/kernel/compiler/session.js';
import type { Completions } from '../../../src/kernel/server/language.js';
import { newFolder } from '../../support/temporary-folder.js';

describe('completeAt', function () {
  this.timeout(60_000);
  let session: Session;
  before(() => {
    const folder = newFolder();
    fs.writeFileSync(
      path.join(folder, 'pruning.ts'),
      'export const rate = 1; export let ratio = 2;',
    );
    session = newSession(folder);
    const code =
      'let radius = 1; class Circle { area() {} #hidden = 1; } const myRange = 1; type Unit = "mm" | "cm";';
    const compilation = session.compile(code, 1);
    assert.ok(compilation.ok);
    session.declare(compilation.cell);
  });

  /** Completes at the `|`. */
  const at = (code: string): Completions =>
    completeAt(session, code.replace('|', ''), code.indexOf('|'));
  const texts = (code: string): string[] => at(code).matches.map(({ text }) => text);
  /** What is replaced. */
  const span = (code: string): string => {
    const { start, end } = at(code);
    return code.replace('|', '').slice(start, end);
  };

  it('knows names of earlier cells and of this one', () => {
    assert.equal(texts('radi|')[0], 'radius');
    assert.equal(texts('new Circ|')[0], 'Circle');
    assert.equal(texts('let rada = 1; rad|')[0], 'rada');
    assert.ok(texts('function f(parameter: number) { par|').includes('parameter'));
    assert.ok(texts('|').includes('radius'));
  });

  it('knows members', () => {
    assert.deepEqual(texts('new Circle().|'), ['area']);
    assert.deepEqual(texts('radius.toFi|'), ['toFixed']);
    assert.deepEqual(texts('const o = { deep: { er: 1 } }; o.deep.|'), ['er']);
    assert.deepEqual(texts('nothing.|'), []);
  });

  it('ranks a beginning before one in other case, and that before a part', () => {
    const found = texts('range|');
    assert.ok(found.indexOf('RangeError') < found.indexOf('myRange'));
    assert.ok(texts('con|').indexOf('console') < texts('con|').indexOf('AbortController'));
    assert.deepEqual(texts('radius.zzz|'), []);
  });

  it('replaces the whole word', () => {
    assert.equal(span('radi|'), 'radi');
    assert.equal(span('1 + rad|ius;'), 'radius');
    assert.equal(span('radius.toF|'), 'toF');
    assert.equal(span('radius.|'), '');
    assert.equal(span('|'), '');
    assert.equal(span('let größe = 1; grö|'), 'grö');
  });

  it('knows modules and what they export', () => {
    assert.deepEqual(texts("import { ra| } from './pruning'"), ['rate', 'ratio']);
    assert.deepEqual(texts("import { rate } from './pr|'"), ['pruning']);
    assert.equal(span("import { rate } from './pr|'"), 'pr');
    assert.ok(texts("import { join } from 'node:pa|'").includes('node:path'));
    assert.ok(texts("const m = await import('./pr|')").includes('pruning'));
  });

  it('never shows cells as modules', () => {
    assert.deepEqual(
      texts("import './|'").filter((text) => text.includes('cell')),
      [],
    );
    assert.deepEqual(texts("import './notebook|'"), []);
  });

  it('knows texts of which only some are possible', () => {
    assert.deepEqual(texts("const u: Unit = '|'").sort(), ['cm', 'mm']);
  });

  it('is silent in comments and other texts', () => {
    for (const code of ['// radi|', '/* radi|', "'radi|'", '`radi|`']) {
      assert.deepEqual(texts(code), [], code);
    }
    assert.equal(texts('`${radi|}`')[0], 'radius');
  });

  it('works in code that is not finished', () => {
    for (const code of [
      'if (radi|',
      'f({ a: radi|',
      '[1, radi|',
      '`${radi|',
      'const x = () => { radi|',
    ]) {
      assert.equal(texts(code)[0], 'radius', code);
    }
  });
});
