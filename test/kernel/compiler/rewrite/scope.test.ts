import assert from 'node:assert/strict';
import ts from 'typescript';
import { bind, isReference, isShorthand } from '../../../../src/kernel/compiler/rewrite/scope.js';

/** The identifiers `x` of the code. */
function xs(code: string): {
  readonly identifiers: ts.Identifier[];
  readonly bound: ReturnType<typeof bind>;
} {
  const bound = bind(code);
  const identifiers: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === 'x') identifiers.push(node);
    ts.forEachChild(node, visit);
  };
  visit(bound.file);
  return { identifiers, bound };
}

const references = (code: string): boolean[] => xs(code).identifiers.map(isReference);

describe('isReference', () => {
  const yes = [
    'x;',
    'f(x);',
    'x();',
    'x`text`;',
    'new x();',
    'x.y;',
    'o[x];',
    'x?.y;',
    'x?.();',
    '({ x });',
    '({ y: x });',
    '({ [x]: 1 });',
    '({ [x]() {} });',
    '({ ...x });',
    '[x, ...x];',
    '({ y: x } = o);',
    '[x] = [1];',
    'x = 1;',
    'x++;',
    'typeof x;',
    'delete x.y;',
    'void x;',
    'let y = x;',
    'const { [x]: y } = o;',
    'const { y = x } = o;',
    'const [y = x] = o;',
    'function f(y = x) {}',
    'const f = (y = x) => y;',
    'const f = () => x;',
    'class A extends x {}',
    'class A { [x] = 1; }',
    'class A { y = x; }',
    'class A { static { x; } }',
    'for (x of []) ;',
    'for (const y in x) ;',
    'if (x) ;',
    'switch (x) { case x: }',
    'throw x;',
    '(function () { return x; });',
    '`${x}`;',
    'import(x);',
    'export default x;',
  ];
  for (const code of yes) {
    it(`finds every x in ${code}`, () => {
      const found = references(code);
      assert.ok(found.length > 0);
      assert.deepEqual(
        found,
        found.map(() => true),
      );
    });
  }

  const no = [
    'o.x;',
    'o?.x;',
    'this.x;',
    '({ x: 1 });',
    '({ x() {} });',
    '({ get x() { return 1; }, set x(v) {} });',
    'let x;',
    'const { x: y } = o;',
    'const { y: x } = o;',
    'const [x] = o;',
    'const { ...x } = o;',
    'function x() {}',
    '(function x() {});',
    'function f(x) {}',
    '(x) => 1;',
    'class x {}',
    'class A { x = 1; }',
    'class A { x() {} static x() {} get x() { return 1; } }',
    'x: for (;;) { break x; }',
    'x: for (;;) { continue x; }',
    'try {} catch (x) {}',
    "import x from 'y';",
    "import * as x from 'y';",
    "import { x } from 'y';",
    "import { x as y } from 'y';",
    "export { x } from 'y';",
    "export * as x from 'y';",
  ];
  for (const code of no) {
    it(`finds no x in ${code}`, () => {
      const found = references(code);
      assert.ok(found.length > 0);
      assert.deepEqual(
        found,
        found.map(() => false),
      );
    });
  }
});

describe('isShorthand', () => {
  it('is the name, and not the default, of a shorthand', () => {
    assert.deepEqual(xs('({ x });').identifiers.map(isShorthand), [true]);
    assert.deepEqual(xs('({ x = x } = {});').identifiers.map(isShorthand), [true, false]);
    assert.deepEqual(xs('({ y = x } = {});').identifiers.map(isShorthand), [false]);
    assert.deepEqual(xs('({ x: x });').identifiers.map(isShorthand), [false, false]);
  });
});

describe('bind', () => {
  const sameSymbols = (code: string): (number | undefined)[] => {
    const { identifiers, bound } = xs(code);
    const symbols = identifiers.map((each) => bound.symbolOf(each));
    return symbols.map((each) => (each === undefined ? undefined : symbols.indexOf(each)));
  };

  it('tells a name from another that shadows it', () => {
    assert.deepEqual(sameSymbols('let x; { let x; x; } x;'), [0, 1, 1, 0]);
    assert.deepEqual(sameSymbols('let x; (x) => x; x;'), [0, 1, 1, 0]);
    assert.deepEqual(sameSymbols('let x; try {} catch (x) { x; }'), [0, 1, 1]);
    assert.deepEqual(sameSymbols('let x; for (let x = 0; x < 1; ) x;'), [0, 1, 1, 1]);
    assert.deepEqual(sameSymbols('let x; (function x() { x; });'), [0, 1, 1]);
    assert.deepEqual(sameSymbols('let x; (y = x) => { let x; };'), [0, 0, 2]);
  });

  it('finds what shorthands stand for', () => {
    assert.deepEqual(sameSymbols('let x; ({ x }); ({ x = x } = {});'), [0, 0, 0, 0]);
  });

  it('finds nothing for names of other cells and for globals', () => {
    assert.deepEqual(sameSymbols('x; ({ x }); ({ x } = {}); x.x;').slice(0, 4), [
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});
