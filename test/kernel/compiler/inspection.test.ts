import assert from 'node:assert/strict';
import { inspectAt } from '../../../src/kernel/compiler/inspection.js';
import { newSession, type Session } from '../../../src/kernel/compiler/session.js';
import { newFolder } from '../../support/temporary-folder.js';

describe('inspectAt', function () {
  this.timeout(60_000);
  let session: Session;
  before(() => {
    session = newSession(newFolder());
    const cells = [
      `/** Gives x.
        * @param n how often
        * @returns it
        */
       function getX(n: number, m = 2): number { return n * m; }
       class Circle {
         /** In metres. */
         radius = 1;
         #p = 1;
       }
       let c = new Circle(); const k = 3; enum Color { Red } interface Shape { a: number }`,
      'import { join } from "node:path"; import * as fs from "node:fs";',
    ];
    for (const [i, code] of cells.entries()) {
      const compilation = session.compile(code, i + 1);
      assert.ok(compilation.ok);
      session.declare(compilation.cell);
    }
  });

  /** The text at the `|`. */
  const at = (code: string): string =>
    String(inspectAt(session, code.replace('|', ''), code.indexOf('|'))?.['text/plain']);

  const first: Readonly<Record<string, string>> = {
    'k|': 'const k: 3',
    'c|': 'let c: Circle',
    'Circ|le': 'class Circle',
    '|Circle': 'class Circle',
    'Color.R|ed': '(enum member) Color.Red = 0',
    'let s: Sha|pe': 'interface Shape',
    'c.radius|': '(property) Circle.radius: number',
    'fs|': 'module "node:fs"',
    'join|': '(method) join(...paths: string[]): string',
    'getX|': 'function getX(n: number, m?: number): number',
    'getX(|': 'getX(n: number, m?: number): number',
    'getX(|)': 'getX(n: number, m?: number): number',
    'getX(1, |': 'getX(n: number, m?: number): number',
    'getX(1, k|': 'const k: 3',
    'new Circle(|': 'new Circle(): Circle',
    'const own = [c]; own|': 'const own: Circle[]',
    'class Circle { own = 1 }; c|': 'let c: Circle',
    'input|': 'function input(prompt?: string, options?: {',
  };
  for (const [code, expected] of Object.entries(first)) {
    it(`${code} is ${expected}`, () => {
      assert.equal(at(code).split('\n')[0], expected);
    });
  }

  it('shows the documentation', () => {
    assert.equal(
      at('getX|').split('\n').slice(1).join('\n'),
      '\nGives x.\n@param n how often\n@returns it',
    );
    assert.match(at('getX(1, |'), /\n\nGives x\.\n@param n how often$/);
    assert.match(at('c.radius|'), /\n\nIn metres\.$/);
    assert.match(at('input|'), /Asks whoever runs this cell/);
  });

  it('is also Markdown, with the code as code', () => {
    const bundle = inspectAt(session, 'c.radius', 8);
    assert.equal(
      bundle?.['text/markdown'],
      '```typescript\n(property) Circle.radius: number\n```\n\nIn metres.',
    );
  });

  it('speaks of no cell as a module', () => {
    assert.doesNotMatch(
      at('class Circle { other = 1 } const both = [c, new Circle()]; both|'),
      /import|cell\[/,
    );
  });

  it('knows nothing of what is not there', () => {
    for (const code of ['|', 'nothing|', '// k|', '"k|"', '1 +| 1', ')|']) {
      assert.equal(at(code), 'undefined', code);
    }
  });
});
