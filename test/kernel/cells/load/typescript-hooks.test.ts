import assert from 'node:assert/strict';
import fs from 'node:fs';
import type {
  LoadFnOutput,
  LoadHookContext,
  ResolveFnOutput,
  ResolveHookContext,
} from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { load, resolve } from '../../../../src/kernel/cells/load/typescript-hooks.js';
import { newFolder } from '../../../support/temporary-folder.js';

describe('the hooks of Node’s loader for workers', () => {
  const folder = newFolder();
  const urlOf = (name: string): string => pathToFileURL(path.join(folder, name)).href;
  before(() => {
    fs.writeFileSync(path.join(folder, 'a.ts'), 'export const a: number = 1 as number;');
    fs.writeFileSync(path.join(folder, 'b.mts'), 'export {};');
    fs.writeFileSync(path.join(folder, 'c.js'), 'export {};');
  });

  const from = (parentURL?: string): ResolveHookContext =>
    ({ parentURL, conditions: [], importAttributes: {} }) as unknown as ResolveHookContext;
  const resolved = async (specifier: string, parent?: ResolveHookContext): Promise<string> => {
    const next = (): ResolveFnOutput => ({ url: 'next' });
    return (await resolve(specifier, parent ?? from(urlOf('a.ts')), next)).url;
  };

  it('find TypeScript by any of its names', async () => {
    for (const specifier of ['./a', './a.js', './a.ts']) {
      assert.equal(await resolved(specifier), urlOf('a.ts'));
    }
    assert.equal(await resolved('./b.mjs'), urlOf('b.mts'));
  });

  it('leave everything else to Node', async () => {
    for (const specifier of ['./c.js', './nowhere', 'vega', 'node:fs']) {
      assert.equal(await resolved(specifier), 'next', specifier);
    }
    assert.equal(await resolved('./a', from(undefined)), 'next');
  });

  it('load TypeScript as JavaScript', async () => {
    const about = { conditions: [], importAttributes: {} } as unknown as LoadHookContext;
    const next = (): LoadFnOutput => ({ format: 'module', source: 'next' });
    const { source } = await load(urlOf('a.ts'), about, next);
    assert.ok(typeof source === 'string' && source.startsWith('export const a = 1;'));
    for (const url of [urlOf('c.js'), 'node:fs']) {
      assert.equal((await load(url, about, next)).source, 'next');
    }
  });
});
