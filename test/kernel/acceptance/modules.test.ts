import assert from 'node:assert/strict';
import { join } from 'node:path';
import { newFolder } from '../../support/temporary-folder.js';
import { linkPackage, newProject, write } from '../../support/jupyter/project.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

/** The notebook lies in `notebooks/` of a project with sources and a package of its own. */
describe('what cells import', () => {
  const project = newProject({
    'package.json': '{ "name": "course", "type": "module", "private": true }',
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", ' +
      '"paths": { "#lib/*": ["./src/lib/*"] } } }',
    'src/data.ts':
      "import { scale } from './lib/scale.ts';\n" +
      'export const rows = (n: number): number[] => Array.from({ length: n }, (_, i) => i * scale);\n',
    'src/lib/scale.ts': 'export const scale: number = 10;\n',
    'src/other.mts': "export const other = 'mts';\n",
    'src/plain.js': 'export const plain = 5;\n',
    'src/old.cjs': 'module.exports = { old: 6 };\n',
    'src/rows.json': '{ "rows": [1, 2, 3] }',
    'src/waits.ts': 'export const waited = await Promise.resolve(8);\n',
    'notebooks/beside.ts': "export const beside = 'here';\n",
  });
  const notebooks = join(project, 'notebooks');
  linkPackage(project, 'shapes', {
    'package.json':
      '{ "name": "shapes", "type": "module", "exports": { ' +
      '".": { "types": "./index.d.ts", "default": "./index.js" }, ' +
      '"./deep": { "types": "./deep.d.ts", "default": "./deep.js" } } }',
    'index.js': 'export const corners = 4;\n',
    'index.d.ts': 'export declare const corners: number;\n',
    'deep.js': "export const deep = 'deep';\n",
    'deep.d.ts': 'export declare const deep: string;\n',
  });
  linkPackage(project, 'sources', {
    'package.json': '{ "name": "sources", "type": "module", "exports": "./index.ts" }',
    'index.ts': 'export const typed: number = 9;\n',
  });
  const { good, bad } = sharedKernel({ cwd: notebooks });
  const result = async (code: string): Promise<string | undefined> => (await good(code)).result;

  it('finds TypeScript beside the notebook and in the sources, however the name ends', async () => {
    for (const end of ['', '.ts', '.js']) {
      assert.equal(await result(`import { beside } from './beside${end}'; beside`), "'here'");
      assert.equal(await result(`import { rows } from '../src/data${end}'; rows(3)[2]`), '20');
    }
    assert.equal(await result("import { other } from '../src/other.mts'; other"), "'mts'");
    assert.equal(await result("import { other } from '../src/other.mjs'; other"), "'mts'");
  });

  it('checks the types of what is imported', async () => {
    const { traceback } = await bad("import { rows } from '../src/data.ts'; rows('3');");
    assert.match(traceback, /'string' is not assignable to parameter of type 'number'/);
    assert.match((await bad("import { no } from '../src/data.ts';")).traceback, /no/);
    assert.match((await bad("import { no } from './nowhere.ts';")).traceback, /nowhere/);
  });

  it('finds JavaScript of both kinds, and JSON', async () => {
    assert.equal(await result("import { plain } from '../src/plain.js'; plain"), '5');
    assert.equal(await result("import old from '../src/old.cjs'; old.old"), '6');
    assert.equal(
      await result("import data from '../src/rows.json' with { type: 'json' }; data.rows.length"),
      '3',
    );
    assert.equal(await result("import bare from '../src/rows.json'; bare.rows[2]"), '3');
  });

  it('finds files that wait at their top level', async () => {
    assert.equal(await result("import { waited } from '../src/waits.ts'; waited"), '8');
  });

  it('finds what paths of the tsconfig name', async () => {
    assert.equal(await result("import { scale } from '#lib/scale'; scale"), '10');
  });

  it('finds packages of the project, by their exports alone, and written in TypeScript', async () => {
    assert.equal(await result("import { corners } from 'shapes'; corners"), '4');
    assert.equal(await result("import { deep } from 'shapes/deep'; deep"), "'deep'");
    assert.equal(await result("import { typed } from 'sources'; typed"), '9');
  });

  it('finds packages that wait at their top level, with their types', async () => {
    await good("import * as vega from 'vega'; import * as vegaLite from 'vega-lite';");
    assert.equal(
      await result(
        "const spec: vegaLite.TopLevelSpec = { data: { values: [{ a: 1 }] }, mark: 'bar', " +
          "encoding: { x: { field: 'a', type: 'quantitative' } } };\n" +
          "const svg = await new vega.View(vega.parse(vegaLite.compile(spec).spec), { renderer: 'none' }).toSVG();\n" +
          "svg.startsWith('<svg')",
      ),
      'true',
    );
    const { traceback } = await bad("const wrong: vegaLite.TopLevelSpec = { mark: 'bartender' };");
    assert.match(traceback, /bartender|TopLevelSpec|assignable/);
  });

  it('finds arquero and TensorFlow.js', async () => {
    assert.equal(
      await result("import * as aq from 'arquero'; aq.table({ a: [1, 2, 3] }).numRows()"),
      '3',
    );
    assert.equal(
      await result(
        "import * as tf from '@tensorflow/tfjs-core'; import '@tensorflow/tfjs-backend-cpu';\n" +
          'tf.sum(tf.tensor1d([1, 2, 3])).dataSync()[0]',
      ),
      '6',
    );
  });

  it('loads at run time too', async () => {
    assert.equal(await result("(await import('../src/data.ts')).rows(2)[1]"), '10');
    assert.equal(await result("const name = './beside.ts'; (await import(name)).beside"), "'here'");
    assert.equal(await result("typeof (await import('vega')).parse"), "'function'");
    assert.equal(await result("(await import('node:path')).basename('/a/b')"), "'b'");
  });

  it('names where it is', async () => {
    const { stdout } = await good('console.log(import.meta.dirname, process.cwd());');
    assert.equal(stdout.trim(), `${notebooks} ${notebooks}`);
    assert.equal(
      await result(
        "import { readFileSync } from 'node:fs'; readFileSync(new URL('../src/rows.json', import.meta.url), 'utf8').length",
      ),
      '21',
    );
  });

  it('keeps a module that has not changed', async () => {
    write(project, { 'src/once.ts': 'export const state = { count: 0 };\n' });
    assert.equal(await result("import { state } from '../src/once.ts'; ++state.count"), '1');
    assert.equal(await result("import { state } from '../src/once.ts'; ++state.count"), '2');
  });

  it('takes an edited file at its next import, also one that another file imports', async () => {
    write(project, {
      'src/deep.ts': 'export const deep = 1;\n',
      'src/edited.ts':
        "import { deep } from './deep.ts';\nexport const edited = () => deep + 100;\n",
    });
    const code = "import { edited } from '../src/edited.ts'; edited()";
    assert.equal(await result(code), '101');
    write(project, {
      'src/edited.ts':
        "import { deep } from './deep.ts';\nexport const edited = () => deep + 2000;\nexport const added = 'new';\n",
    });
    assert.equal(await result(code), '2001');
    assert.equal(await result("import { added } from '../src/edited.ts'; added"), "'new'");
    write(project, { 'src/deep.ts': 'export const deep = 54;\n' });
    assert.equal(await result(code), '2054');
  });

  it('mends an import that failed once the file is mended', async () => {
    write(project, { 'src/broken.ts': "throw new Error('broken');\nexport const whole = 0;\n" });
    const code = "import { whole } from '../src/broken.ts'; whole";
    assert.match((await bad(code)).error, /broken/);
    write(project, { 'src/broken.ts': 'export const whole = 1;\n' });
    assert.equal(await result(code), '1');
  });

  it('says which file is broken, and where', async () => {
    write(project, {
      'src/syntax.ts': 'export const a = 1;\nexport const = 2;\n',
      'src/behind.ts': "export { a } from './syntax.ts';\n",
      'src/broken.json': '{ "a": ',
    });
    const place = /syntax\.ts:2:14/;
    assert.match((await bad("import { b } from '../src/syntax.ts';")).traceback, place);
    assert.match((await bad("import { a } from '../src/behind.ts';")).traceback, place);
    assert.match((await bad("await import('../src/syntax.ts');")).traceback, place);
    assert.match((await bad("import json from '../src/broken.json';")).traceback, /broken\.json/);
  });

  it('makes names of an import known to later cells, and to functions', async () => {
    await good(
      "import { rows as lines } from '../src/data.ts'; function two() { return lines(2); }",
    );
    assert.equal(await result('lines(3).length + two().length'), '5');
    await good("import type { TopLevelSpec } from 'vega-lite';");
    await good(
      "const typedSpec: TopLevelSpec = { mark: 'bar' , encoding: {} , data: { values: [] } };",
    );
  });
});

describe('a notebook that lies in no project', () => {
  const { good, bad } = sharedKernel({ cwd: newFolder() });

  it('can import prunelab, and what that is built on', async () => {
    const { result } = await good(
      "import { show } from 'prunelab/display'; import { add } from '@tensorflow/tfjs-core';\n" +
        "import { display } from 'tslab'; const { table } = await import('arquero');\n" +
        '[show, add, display.html, table].map((each) => typeof each).join()',
    );
    assert.equal(result, "'function,function,function,function'");
    assert.match((await bad("import { none } from 'prunelab/display';")).traceback, /none/);
    await bad("import nowhere from 'nowhere';");
  });
});

describe('the settings of the project', () => {
  const project = newProject({
    'package.json': '{ "name": "loose", "private": true }',
    'tsconfig.json':
      '{ "compilerOptions": { "strict": false, "lib": ["es2022"], "noImplicitReturns": true } }',
  });
  const { good, bad } = sharedKernel({ cwd: project });

  it('say how strict to be', async () => {
    await good('let s: string = null;');
    await bad('function half(n: number) { if (n > 1) return n / 2; }');
  });

  it('say which library there is', async () => {
    await good('[1].at(0);');
    assert.match((await bad('[1].toSorted();')).traceback, /toSorted/);
  });
});
