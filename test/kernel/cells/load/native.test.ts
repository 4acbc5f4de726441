import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { forgetCommonJs, nativeImport } from '../../../../src/kernel/cells/load/native.js';
import { newFolder } from '../../../support/temporary-folder.js';

describe('nativeImport', () => {
  const folder = newFolder();
  const write = (name: string, text: string): void =>
    fs.writeFileSync(path.join(folder, name), text);
  const load = async (specifier: string): Promise<Record<string, unknown>> =>
    (await nativeImport(folder, specifier)) as Record<string, unknown>;
  before(() => {
    write(
      'esm.mjs',
      'export let count = 0; export function inc() { count++; } export default "d";',
    );
    write(
      'plain.cjs',
      'for (const name of ["a", "b"]) exports[name] = name; exports.set = (v) => { exports.a = v; };',
    );
    write('function.cjs', 'module.exports = function f() {}; module.exports.extra = 1;');
    write(
      'marked.cjs',
      'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = "d"; exports.named = 1;',
    );
    write('primitive.cjs', 'module.exports = 5;');
    write(
      'wrapper.mjs',
      'import cjs from "./plain.cjs"; export default cjs; export const a = cjs.a; export const more = 1;',
    );
    write('object.mjs', 'export default { a: 1 }; export const b = 2;');
  });

  it('imports ES modules as they are, live', async () => {
    const module = await load('./esm.mjs');
    (module.inc as () => void)();
    assert.deepEqual([module.count, module.default], [1, 'd']);
    assert.equal(await load('./esm.mjs'), module);
  });

  it('finds every name of a CommonJS module, live', async () => {
    const module = await load('./plain.cjs');
    assert.deepEqual(Object.keys(module), ['default', 'a', 'b', 'set']);
    (module.set as (v: string) => void)('changed');
    assert.equal(module.a, 'changed');
    assert.equal((module.default as { b: string }).b, 'b');
    assert.equal(await load('./plain.cjs'), module);
  });

  it('takes a function for the default export, and its properties for names', async () => {
    const module = await load('./function.cjs');
    assert.equal((module.default as { name: string }).name, 'f');
    assert.equal(module.extra, 1);
  });

  it('believes a CommonJS module that says which default it exports', async () => {
    const module = await load('./marked.cjs');
    assert.deepEqual([module.default, module.named], ['d', 1]);
  });

  it('imports whatever a CommonJS module is', async () => {
    assert.equal((await load('./primitive.cjs')).default, 5);
  });

  it('keeps what an ES module adds to the CommonJS module that it wraps', async () => {
    await load('./plain.cjs');
    const module = await load('./wrapper.mjs');
    assert.equal(module.more, 1);
    assert.equal((module.default as { b: string }).b, 'b');
  });

  it('leaves an ES module alone that exports an object', async () => {
    assert.deepEqual({ ...(await load('./object.mjs')) }, { b: 2, default: { a: 1 } });
  });

  it('imports modules of Node', async () => {
    assert.equal((await load('node:path')).posix, path.posix);
    assert.equal((await load('fs')).default, fs);
  });

  it('says what is not there', async () => {
    await assert.rejects(load('./nowhere.js'), { code: 'ERR_MODULE_NOT_FOUND' });
    await assert.rejects(load('no-such-package'), { code: 'ERR_MODULE_NOT_FOUND' });
  });

  it('loads a CommonJS module afresh when it is forgotten', async () => {
    write('fresh.cjs', 'exports.v = 1;');
    assert.equal((await load('./fresh.cjs')).v, 1);
    write('fresh.cjs', 'exports.v = 2;');
    forgetCommonJs(path.join(folder, 'fresh.cjs'));
    assert.equal((await load('./fresh.cjs?version=2')).v, 2);
  });
});
