import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { positions } from '../../../../src/kernel/cells/errors/positions.js';
import { moduleLoader, type Loader } from '../../../../src/kernel/cells/load/loader.js';
import { begin, newRun } from '../../../../src/kernel/cells/run.js';
import type { ResolvedImport, Unit } from '../../../../src/kernel/compiler/compiled.js';
import { moduleCompiler } from '../../../../src/kernel/compiler/modules.js';
import { optionsFor } from '../../../../src/kernel/compiler/options.js';
import { newFolder } from '../../../support/temporary-folder.js';

type Namespace = Record<string, unknown>;

describe('moduleLoader', () => {
  let folder: string;
  let load: (...specifiers: string[]) => Promise<Namespace[]>;
  let loader: Loader;
  let unit: Unit;
  const log: string[] = [];
  let tick = 1;
  const write = (name: string, text: string): void => {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    fs.utimesSync(file, ++tick, tick); // so that every change shows, however quick
  };

  beforeEach(() => {
    folder = newFolder();
    log.length = 0;
    (globalThis as Namespace).log = (text: string) => log.push(text);
    begin(newRun('1'));
    const compiler = moduleCompiler(optionsFor(folder).options);
    const resolve = (specifier: string): ResolvedImport =>
      compiler.resolve({ specifier, type: undefined }, folder);
    loader = moduleLoader({
      positions: positions(),
      own: new Map([['ours', { own: 'module' }]]),
      find: (specifier) => {
        if (specifier === './forbidden') return Promise.resolve({ error: 'not found' });
        const resolved = resolve(specifier);
        return Promise.resolve({ resolved, modules: compiler.graph([resolved]) });
      },
    });
    unit = {
      file: 'cell[1]',
      folder,
      code: '',
      async: false,
      imports: [],
      shifts: [],
      sourceMap: '',
    };
    load = async (...specifiers) => {
      const imports = specifiers.map(resolve);
      return (await loader.load({ ...unit, imports }, compiler.graph(imports))) as Namespace[];
    };
  });
  afterEach(() => {
    delete (globalThis as Namespace).log;
  });

  it('runs each module once, after those that it imports', async () => {
    write('a.ts', "import './b'; import { c } from './c'; log('a' + c); export const a = 1;");
    write('b.ts', "import './c'; log('b');");
    write('c.ts', "log('c'); export const c = 'C';");
    const [a] = await load('./a', './b');
    await load('./c', './a');
    assert.deepEqual(log, ['c', 'b', 'aC']);
    assert.equal(a.a, 1);
  });

  it('shows changes of exports to whoever imports them', async () => {
    write('counter.ts', 'export let count = 0; export const inc = () => { count++; };');
    write(
      'user.ts',
      "import { count, inc } from './counter'; export const read = () => count; export { count, inc };",
    );
    const [user] = await load('./user');
    (user.inc as () => void)();
    assert.deepEqual([user.count, (user.read as () => number)()], [1, 1]);
  });

  it('runs modules that import each other', async () => {
    write('a.ts', "import { b } from './b'; export const a = () => 'a' + b();");
    write(
      'b.ts',
      "import { a } from './a'; export const b = () => 'b'; export const both = () => a() + b();",
    );
    const [a, b] = await load('./a', './b');
    assert.equal((a.a as () => string)(), 'ab');
    assert.equal((b.both as () => string)(), 'abb');
  });

  it('waits for modules that wait', async () => {
    write('a.ts', "import { b } from './b'; export const a = b + (await Promise.resolve(1));");
    write('b.ts', 'await null; export const b = 1; for await (const x of [2]) log(String(x));');
    assert.equal((await load('./a'))[0].a, 2);
    assert.deepEqual(log, ['2']);
  });

  it('runs a module again when it or what it imports has changed, and nothing else', async () => {
    write('a.ts', "import { b } from './b'; log('a'); export const a = b;");
    write('b.ts', 'log("b"); export const b = 1;');
    write('c.ts', 'log("c");');
    await load('./a', './c');
    write('b.ts', 'log("b2"); export const b = 2;');
    const [a] = await load('./a', './c');
    assert.equal(a.a, 2);
    assert.deepEqual(log, ['b', 'a', 'c', 'b2', 'a']);
  });

  it('tries a module again that threw', async () => {
    write(
      'a.ts',
      'log("a"); if (!(globalThis as any).ready) throw new Error("not ready"); export const a = 1;',
    );
    await assert.rejects(load('./a'), /not ready/);
    (globalThis as Namespace).ready = true;
    assert.equal((await load('./a'))[0].a, 1);
    delete (globalThis as Namespace).ready;
    assert.deepEqual(log, ['a', 'a']);
  });

  it('runs a module again whose run an interrupt has cut off', async () => {
    write('a.ts', 'log("a"); await (globalThis as any).never; export const a = 1;');
    (globalThis as Namespace).never = new Promise(() => undefined);
    const run = newRun('2');
    begin(run);
    void load('./a');
    await new Promise((resolve) => setTimeout(resolve, 10));
    run.interrupted.abort();
    (globalThis as Namespace).never = undefined;
    begin(newRun('3'));
    assert.equal((await load('./a'))[0].a, 1);
    delete (globalThis as Namespace).never;
    assert.deepEqual(log, ['a', 'a']);
  });

  it('loads JSON anew each time', async () => {
    write('a.json', '{"n":1,"default":2}');
    const [a] = await load('./a.json');
    assert.deepEqual(a, { n: 1, default: { n: 1, default: 2 } });
    write('a.json', '[1]');
    assert.deepEqual(await load('./a.json'), [{ default: [1] }]);
  });

  it('loads JavaScript of the project, again when it has changed', async () => {
    write('package.json', '{"type":"module"}');
    write('a.js', 'export const a = 1;');
    write('b.cjs', 'exports.b = 1;');
    const versions = async (): Promise<unknown[]> => {
      const [a, b] = await load('./a.js', './b.cjs');
      return [a.a, b.b];
    };
    assert.deepEqual(await versions(), [1, 1]);
    write('a.js', 'export const a = 2;');
    write('b.cjs', 'exports.b = 2;');
    assert.deepEqual(await versions(), [2, 2]);
    write('b.cjs', 'exports.b = 3;');
    assert.deepEqual(await versions(), [2, 3]);
  });

  it('loads packages, modules of Node, and our own', async () => {
    write('node_modules/p/package.json', '{"name":"p","type":"module","exports":"./p.js"}');
    write('node_modules/p/p.js', 'await null; export const p = 1;');
    const [p, fsModule, ours] = await load('p', 'node:fs', 'ours');
    assert.equal(p.p, 1);
    assert.equal(fsModule.readFileSync, fs.readFileSync);
    assert.deepEqual(ours, { own: 'module' });
  });

  it('offers import() and import.meta', async () => {
    write('sub/a.ts', 'export const meta = import.meta; export const b = (await import("./b")).b;');
    write('b.ts', 'export const b = 1;');
    const [a] = await load('./sub/a');
    const meta = a.meta as ImportMeta;
    const file = path.join(folder, 'sub', 'a.ts');
    assert.equal(a.b, 1);
    assert.equal(meta.filename, file);
    assert.equal(meta.dirname, path.dirname(file));
    assert.match(meta.url, /^file:\/\/.*\/sub\/a\.ts$/);
    assert.match(meta.resolve('./x.ts'), /\/sub\/x\.ts$/);
    write('node_modules/q/package.json', '{"name":"q","main":"./q.js"}');
    write('node_modules/q/q.js', '');
    assert.match(meta.resolve('q'), /^file:.*\/q\/q\.js$/);
    assert.deepEqual([meta.resolve('fs'), meta.resolve('node:fs')], ['node:fs', 'node:fs']);
  });

  it('says why an import() fails', async () => {
    const api = loader.api(unit, []);
    await assert.rejects(api.import('./forbidden'), /^Error: not found$/);
    await assert.rejects(api.import('./nowhere'), /nowhere/);
    await assert.rejects(api.import('no-such-package'), /no-such-package/);
  });

  it('gives the values of an async iteration until the cell is interrupted', async () => {
    const api = loader.api(unit, []);
    let closed = false;
    async function* numbers(): AsyncGenerator<number> {
      try {
        for (let n = 1; ; n++) yield await Promise.resolve(n);
      } finally {
        closed = true;
      }
    }
    const seen: number[] = [];
    for await (const n of api.each(numbers())) {
      seen.push(n);
      if (n === 3) break;
    }
    assert.deepEqual([seen, closed], [[1, 2, 3], true]);
    const run = newRun('2');
    begin(run);
    await assert.rejects(
      async () => {
        for await (const n of api.each(numbers())) if (n === 2) run.interrupted.abort();
      },
      { name: 'KeyboardInterrupt' },
    );
    begin(newRun('3'));
    for await (const n of api.each([Promise.resolve(9)])) seen.push(n);
    assert.equal(seen.at(-1), 9);
  });
});
