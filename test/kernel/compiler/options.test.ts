import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { optionsFor } from '../../../src/kernel/compiler/options.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('optionsFor', () => {
  const folder = temporaryFolder();
  const write = (name: string, content: object | string): void => {
    const file = path.join(folder(), name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  };
  const withConfig = (compilerOptions: object): ReturnType<typeof optionsFor> => {
    write('tsconfig.json', { compilerOptions });
    return optionsFor(folder());
  };

  it('is strict without a tsconfig.json', () => {
    const { options, problem } = optionsFor(folder());
    assert.equal(problem, undefined);
    assert.equal(options.strict, true);
    assert.deepEqual(options.lib, ['lib.esnext.d.ts']);
    assert.deepEqual(options.types, ['node']);
  });

  it('takes over how strict the project is', () => {
    const { options } = withConfig({
      ...{ strict: false, noImplicitAny: true, noUncheckedIndexedAccess: true },
    });
    assert.equal(options.strict, false);
    assert.equal(options.noImplicitAny, true);
    assert.equal(options.noUncheckedIndexedAccess, true);
  });

  it('takes over libraries, types, paths and decorators', () => {
    const { options } = withConfig({
      ...{ lib: ['ES2022', 'DOM'], types: ['mocha'], experimentalDecorators: true },
      paths: { '#lib/*': ['./lib/*'] },
    });
    assert.deepEqual(options.lib, ['lib.es2022.d.ts', 'lib.dom.d.ts']);
    assert.deepEqual(options.types, ['node', 'mocha']);
    assert.equal(options.experimentalDecorators, true);
    assert.deepEqual(options.paths, { '#lib/*': ['./lib/*'] });
    assert.equal(options.pathsBasePath, folder());
  });

  it('keeps what cells need', () => {
    const { options } = withConfig({
      ...{ target: 'ES5', module: 'CommonJS', moduleResolution: 'node10', noEmit: true },
      ...{ outDir: 'out', rootDir: 'src', isolatedDeclarations: true, noUnusedLocals: true },
    });
    const optionsOfCells = optionsFor('/').options;
    for (const name of ['target', 'module', 'moduleResolution'] as const) {
      assert.equal(options[name], optionsOfCells[name]);
    }
    for (const name of ['noEmit', 'outDir', 'rootDir', 'noUnusedLocals'] as const) {
      assert.equal(options[name], undefined, name);
    }
  });

  it('finds the tsconfig.json of a folder above, and what it extends', () => {
    write('base.json', { compilerOptions: { noImplicitReturns: true } });
    write('tsconfig.json', { extends: './base.json', compilerOptions: { strict: false } });
    write('notebooks/a.ipynb', '');
    const { options, problem } = optionsFor(path.join(folder(), 'notebooks'));
    assert.equal(problem, undefined);
    assert.equal(options.strict, false);
    assert.equal(options.noImplicitReturns, true);
  });

  for (const [name, content] of [
    ['cannot be parsed', '{ "compilerOptions": { '],
    ['names an unknown library', { compilerOptions: { lib: ['es1999'] } }],
    ['has a value of the wrong kind', { compilerOptions: { strict: 'very' } }],
    ['extends a file that is not there', { extends: './nowhere.json' }],
  ] as const) {
    it(`counts a tsconfig.json that ${name} as none, and says so`, () => {
      write('tsconfig.json', content);
      const { options, problem = '' } = optionsFor(folder());
      assert.match(problem, /tsconfig\.json.* not used: /);
      assert.equal(options.strict, true);
      assert.deepEqual(options.lib, ['lib.esnext.d.ts']);
    });
  }

  it('takes what it knows from a tsconfig.json with an option that it does not know', () => {
    write('tsconfig.json', { compilerOptions: { stricct: true, strict: false } });
    const { options, problem = '' } = optionsFor(folder());
    assert.match(problem, /tsconfig\.json is used as far as it is known: .*stricct/);
    assert.equal(options.strict, false);
  });

  it('finds the types of Node also for a notebook outside of any project', () => {
    const { options } = optionsFor(folder());
    assert.ok(options.typeRoots?.some((root) => fs.existsSync(path.join(root, 'node'))));
  });
});
