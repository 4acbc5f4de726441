import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { ResolvedImport } from '../../../src/kernel/compiler/compiled.js';
import { moduleCompiler, type ModuleCompiler } from '../../../src/kernel/compiler/modules.js';
import { optionsFor } from '../../../src/kernel/compiler/options.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('moduleCompiler', () => {
  const folder = temporaryFolder();
  let tick = 1;
  const write = (name: string, text = ''): void => {
    const file = path.join(folder(), name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    fs.utimesSync(file, ++tick, tick); // so that every change shows, however quick
  };
  const compiler = (): ModuleCompiler => moduleCompiler(optionsFor(folder()).options);
  const resolve = (specifier: string, type?: string): ResolvedImport =>
    compiler().resolve({ specifier, type }, folder());
  /** The kind of what is found, and where, from the folder. */
  const found = (specifier: string, type?: string): string => {
    const resolved = resolve(specifier, type);
    const place = 'path' in resolved ? path.relative(folder(), resolved.path) : resolved.specifier;
    return `${resolved.kind} ${place}`;
  };

  describe('resolves', () => {
    for (const [file, specifiers] of [
      ['a.ts', ['./a', './a.js', './a.ts']],
      ['b.mts', ['./b.mjs', './b.mts']],
      ['c.cts', ['./c.cjs', './c.cts']],
      ['d/index.ts', ['./d', './d/index', './d/index.js']],
      ['e.tsx', ['./e', './e.js', './e.jsx']],
    ] as const) {
      it(file, () => {
        write(file);
        for (const each of specifiers) assert.equal(found(each), `unit ${file}`, each);
      });
    }

    it('modules of other folders, and by an absolute path', () => {
      write('src/a.ts');
      fs.mkdirSync(path.join(folder(), 'notebooks'));
      const imported = { specifier: '../src/a', type: undefined };
      const resolved = compiler().resolve(imported, path.join(folder(), 'notebooks'));
      assert.deepEqual(resolved, { kind: 'unit', path: path.join(folder(), 'src/a.ts') });
      assert.equal(found(path.join(folder(), 'src/a.ts')), 'unit src/a.ts');
    });

    it('JavaScript, also if a declaration file describes it', () => {
      write('a.js');
      write('b.mjs');
      write('c.cjs');
      write('d.js');
      write('d.d.ts', 'export const d: number;');
      write('e.mjs');
      write('e.d.mts', 'export const e: number;');
      assert.equal(found('./a'), 'script a.js');
      assert.equal(found('./b.mjs'), 'script b.mjs');
      assert.equal(found('./c.cjs'), 'script c.cjs');
      assert.equal(found('./d'), 'script d.js');
      assert.equal(found('./d.js'), 'script d.js');
      assert.equal(found('./e.mjs'), 'script e.mjs');
    });

    it('JSON, whatever the name if it is asked for', () => {
      write('a.json', '{}');
      write('b.txt', '{}');
      assert.equal(found('./a.json'), 'json a.json');
      assert.equal(found('./a.json', 'json'), 'json a.json');
      assert.equal(found('./b.txt', 'json'), 'json b.txt');
    });

    it('packages and modules of Node', () => {
      write(
        'node_modules/p/package.json',
        '{"name":"p","exports":{".":{"types":"./p.d.ts","default":"./p.js"}}}',
      );
      write('node_modules/p/p.js');
      write('node_modules/p/p.d.ts', 'export {};');
      for (const each of ['p', 'node:fs', 'fs', 'fs/promises', 'nowhere', '@nobody/nothing/sub']) {
        assert.equal(found(each), `package ${each}`);
      }
    });

    it('the paths of tsconfig.json', () => {
      write(
        'tsconfig.json',
        '{"compilerOptions":{"paths":{"#lib/*":["./lib/*"],"just":["./lib/a.ts"]}}}',
      );
      write('lib/a.ts');
      assert.equal(found('#lib/a'), 'unit lib/a.ts');
      assert.equal(found('just'), 'unit lib/a.ts');
    });

    it('files that are not there, for Node to complain', () => {
      assert.equal(found('./nowhere'), 'script nowhere');
    });
  });

  describe('compiles', () => {
    const graph = (compiled: ModuleCompiler, name: string): readonly string[] => {
      const modules = compiled.graph([{ kind: 'unit', path: path.join(folder(), name) }]);
      return modules.map((each) => path.relative(folder(), each.path));
    };
    const versions = (compiled: ModuleCompiler, name: string): Record<string, string> => {
      const modules = compiled.graph([{ kind: 'unit', path: path.join(folder(), name) }]);
      return Object.fromEntries(
        modules.map((each) => [path.relative(folder(), each.path), each.version]),
      );
    };

    it('modules after what they import, each once', () => {
      write('a.ts', "import './b'; import './c';");
      write('b.ts', "import './c';");
      write('c.ts');
      assert.deepEqual(graph(compiler(), 'a.ts'), ['c.ts', 'b.ts', 'a.ts']);
    });

    it('what imports only types as what imports nothing', () => {
      write(
        'a.ts',
        "import type { T } from './b'; import { type U } from './b'; export const x = 1 as T & U;",
      );
      write('b.ts', 'export type T = number; export type U = number;');
      assert.deepEqual(graph(compiler(), 'a.ts'), ['a.ts']);
    });

    it('modules that import each other', () => {
      write('a.ts', "import './b'; export const a = 1;");
      write('b.ts', "import './a'; export const b = 1;");
      assert.deepEqual(graph(compiler(), 'a.ts'), ['b.ts', 'a.ts']);
      const same = compiler();
      assert.deepEqual(versions(same, 'a.ts'), versions(same, 'b.ts'));
    });

    it('a file again when it has changed, with another version for all that import it', () => {
      write('a.ts', "import './b';");
      write('b.ts', "import './c'; import './d.json'; import './e.js';");
      write('c.ts', 'export const c = 1;');
      write('d.json', '{}');
      write('e.js', '');
      write('other.ts', '');
      const same = compiler();
      const before = versions(same, 'a.ts');
      assert.deepEqual(versions(same, 'a.ts'), before);
      const changed = (): string[] => {
        const now = versions(same, 'a.ts');
        const names = Object.keys(now).filter((name) => now[name] !== before[name]);
        Object.assign(before, now);
        return names.sort();
      };
      write('c.ts', 'export const c = 2;');
      assert.deepEqual(changed(), ['a.ts', 'b.ts', 'c.ts']);
      write('d.json', '{"a":1}');
      assert.deepEqual(changed(), ['a.ts', 'b.ts']);
      write('e.js', '1;');
      assert.deepEqual(changed(), ['a.ts', 'b.ts']);
      write('a.ts', "import './b'; 1;");
      assert.deepEqual(changed(), ['a.ts']);
      write('other.ts', '1;');
      assert.deepEqual(changed(), []);
      write('c.ts', 'export const c = 2;'); // written, and yet the same
      assert.deepEqual(changed(), []);
    });

    it('all of a circle anew when one of it, or what one of it imports, has changed', () => {
      write('a.ts', "import './b'; import './c';");
      write('b.ts', "import './a';");
      write('c.ts', '1;');
      const same = compiler();
      const before = versions(same, 'b.ts');
      write('c.ts', '2;');
      const now = versions(same, 'b.ts');
      assert.deepEqual(
        Object.keys(now).filter((name) => now[name] === before[name]),
        [],
      );
    });

    it('where the code comes from', () => {
      write('a.ts', 'interface Long { a: 1 }\nexport const a = 1 as number;\n');
      const file = path.join(folder(), 'a.ts');
      const [unit] = compiler().graph([{ kind: 'unit', path: file }]);
      assert.equal(unit.file, file);
      assert.equal(unit.folder, folder());
      assert.deepEqual((JSON.parse(unit.sourceMap) as { sources: string[] }).sources, ['a.ts']);
      assert.doesNotMatch(unit.code, /sourceMappingURL/);
    });
  });
});
