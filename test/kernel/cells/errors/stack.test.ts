import assert from 'node:assert/strict';
import vm from 'node:vm';
import { positions } from '../../../../src/kernel/cells/errors/positions.js';
import { readableStacks, type Stacks } from '../../../../src/kernel/cells/errors/stack.js';
import { compileUnit } from '../../../../src/kernel/cells/load/loader.js';
import type { Unit } from '../../../../src/kernel/compiler/compiled.js';
import { rewriteModule } from '../../../../src/kernel/compiler/rewrite/rewrite-module.js';
import ts from 'typescript';

/** A unit made of TypeScript. */
function unitOf(file: string, code: string): Unit {
  const compilerOptions = {
    ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    ...{ sourceMap: true, inlineSources: true },
  };
  const { outputText, sourceMapText = '' } = ts.transpileModule(code, {
    fileName: file,
    compilerOptions,
  });
  const js = outputText.replace(/\/\/# sourceMappingURL.*/, '');
  const { code: body, shifts, async } = rewriteModule(js);
  return { file, folder: '/lab', code: body, async, shifts, imports: [], sourceMap: sourceMapText };
}

describe('readable stacks', () => {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  const limit = Error.stackTraceLimit;
  const known = positions();
  let stacks: Stacks;
  beforeEach(() => {
    stacks = readableStacks(known);
  });
  afterEach(() => {
    Object.defineProperty(Error, 'prepareStackTrace', before ?? { value: undefined });
    Error.stackTraceLimit = limit;
  });

  let cells = 0;
  /** What a cell with this code throws. */
  const thrownBy = async (code: string): Promise<[unknown]> => {
    const unit = unitOf(`cell[${++cells}]`, code);
    known.add(unit);
    const api = {
      exports: () => undefined,
      modules: [],
      here: () => undefined,
      resumed: (_: unknown, v: unknown) => v,
    };
    try {
      await compileUnit(unit, [])(api as never);
    } catch (error) {
      return [error]; // a promise would look whether the error is one, too
    }
    return assert.fail('it threw nothing');
  };
  const describeThrown = async (code: string): Promise<string> => {
    const { ename, evalue, traceback } = stacks.describe((await thrownBy(code))[0]);
    const lines = traceback.filter((line) => !/\/(?:test|node_modules)\//.test(line));
    return [`${ename} | ${evalue}`, ...lines].join('\n').replaceAll(`cell[${cells}]`, 'cell');
  };

  it('name lines and columns of the source, through the types', async () => {
    const code = [
      'interface Long { a: number }',
      '',
      'function thrower(a: number, b?: Long): never {',
      '  const text = `${a}` as string; throw new RangeError(text satisfies string);',
      '}',
      'const run = (f: (n: number) => void): void => f(1 as number);',
      'run(thrower);',
    ].join('\n');
    assert.equal(
      await describeThrown(code),
      [
        'RangeError | 1',
        'RangeError: 1',
        '    const text = `${a}` as string; throw new RangeError(text satisfies string);',
        '                                         ^',
        '    at thrower (cell:4:40)',
        '    at run (cell:6:47)',
        '    at cell:7:1',
      ].join('\n'),
    );
  });

  it('name lines behind an await, and async callers', async () => {
    const text = await describeThrown(
      'async function f(): Promise<void> {\n  await null;\n  throw new Error("late");\n}\nawait f();',
    );
    assert.match(text, /at f \(cell:3:9\)\n {4}at cell:5:1$/);
  });

  it('name methods, constructors, and callbacks of library functions', async () => {
    const text = await describeThrown(
      'class A { constructor() { this.m(); }\n  m() { [1].map(() => { throw new Error("x"); }); }\n}\nnew A();',
    );
    assert.match(
      text,
      /at cell:2:31\n {4}at Array.map .*\n {4}at m \(cell:2:13\)\n {4}at (?:new )?A \(cell:1:32\)/,
    );
  });

  it('show the line of the author from which a library was called', async () => {
    assert.match(
      await describeThrown('let a = 1;\nJSON.parse("{bad");'),
      / {2}JSON\.parse\("\{bad"\);\n {7}\^\n/,
    );
  });

  it('keep tabs before the mark', async () => {
    assert.match(
      await describeThrown('\t\tthrow new Error("x");'),
      /\n {2}\t\tthrow new Error\("x"\);\n {2}\t\t {6}\^\n/,
    );
  });

  it('show no line twice and none of ours', async () => {
    const text = await describeThrown('throw new Error("x");');
    assert.equal(text, 'Error | x\nError: x\n  throw new Error("x");\n        ^\n    at cell:1:7');
  });

  it('name the class, whatever way it has its name', async () => {
    for (const [code, name] of [
      ['class MyError extends Error {} throw new MyError("x")', 'MyError'],
      ['class E extends Error { name = "Custom"; } throw new E("x")', 'Custom'],
      ['class E extends Error { get name() { return "Got"; } } throw new E("x")', 'Got'],
      ['throw Object.assign(new Error("x"), { name: "" })', 'Error'],
      ['throw Object.assign(new Error("x"), { name: 5 })', 'Error'],
      ['throw Object.assign(new Error("x"), { constructor: undefined })', 'Error'],
      ['throw new DOMException("x", "AbortError")', 'AbortError'],
    ] as const) {
      const { ename, evalue } = stacks.describe((await thrownBy(code))[0]);
      assert.deepEqual([ename, evalue], [name, 'x'], code);
    }
  });

  it('show causes, and the errors of an aggregate', async () => {
    const text = await describeThrown(
      'const a = new TypeError("inner");\nconst b = new Error("outer", { cause: a });\nthrow new AggregateError([b, 2], "all", { cause: "why" });',
    );
    const heads = text.split('\n').filter((line) => /^\w/.test(line));
    assert.deepEqual(heads, [
      'AggregateError | all',
      'AggregateError: all',
      'one of its errors:',
      'Error: outer',
      'caused by:',
      'TypeError: inner',
      'one of its errors:',
      'Uncaught 2',
      'caused by:',
      "Uncaught 'why'",
    ]);
  });

  it('come to an end when errors cause each other', async () => {
    const text = await describeThrown(
      'const a: any = new Error("a"), b = new Error("b", { cause: a }); a.cause = b; throw a;',
    );
    assert.match(
      text,
      /Error: a\n[^]*caused by:\nError: b\n[^]*caused by:\nError: a \(see above\)$/,
    );
  });

  it('show what is no error', async () => {
    for (const [code, shown] of [
      ['throw { a: 1 }', '{ a: 1 }'],
      ['throw "text"', "'text'"],
      ['throw null', 'null'],
      ['throw undefined', 'undefined'],
      ['throw Object.create(null)', '[Object: null prototype] {}'],
      ['throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } })', '{}'],
    ] as const) {
      assert.equal(await describeThrown(code), `Error | ${shown}\nUncaught ${shown}`);
    }
  });

  it('know errors of other realms', () => {
    const error: unknown = vm.runInNewContext('new TypeError("elsewhere")');
    assert.ok(!(error instanceof Error));
    const { ename, evalue, traceback } = stacks.describe(error);
    assert.deepEqual([ename, evalue], ['TypeError', 'elsewhere']);
    assert.equal(traceback[0], 'TypeError: elsewhere');
  });

  it('survive errors that are not as they should be', () => {
    for (const parts of [{ stack: 5 }, { stack: undefined }, { message: 5 }, { errors: 1 }]) {
      const { ename, traceback } = stacks.describe(Object.assign(new Error('x'), parts));
      assert.equal(ename, 'Error');
      assert.ok(traceback.length > 0);
    }
    const evil = new Error('x');
    Object.defineProperty(evil, 'stack', { get: () => assert.fail() });
    assert.deepEqual(stacks.describe(evil).traceback, ['Error: x']);
    Object.defineProperty(evil, 'message', { get: () => assert.fail() });
    assert.match(stacks.describe(evil).evalue, /cannot be shown/);
  });

  it('are there for what is no error, too', () => {
    const stackOf = (target: object): string | undefined => {
      Error.captureStackTrace(target);
      return (target as Error).stack?.split('\n')[0];
    };
    assert.equal(stackOf({}), 'Object');
    assert.equal(stackOf({ name: 'Trace', message: 'here' }), 'Trace: here');
  });

  it('have no frames if there are none', () => {
    Error.stackTraceLimit = 0;
    assert.deepEqual(stacks.describe(new Error('bare')).traceback, ['Error: bare']);
  });
});
