import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import type { ModuleUnit, ResolvedImport, Unit } from '../../compiler/compiled.js';
import type { ModuleApi, RunApi } from './api.js';
import type { Imported } from '../line/messages.js';
import { forgetCommonJs, nativeImport } from './native.js';
import type { Positions } from '../errors/positions.js';
import { currentRun, resume, throwIfInterrupted, type Run } from '../run.js';

/** Loads what cells and modules import. */
export interface Loader {
  /** Takes in modules, then loads the imports of a unit. */
  load(unit: Unit, modules: readonly ModuleUnit[]): Promise<object[]>;
  api(unit: Unit, modules: readonly object[]): RunApi;
}

export interface LoaderOptions {
  readonly positions: Positions;
  /** Asks the compiler where an `import()` leads. */
  readonly find: (specifier: string, folder: string) => Promise<Imported>;
  /** Modules that we are ourselves, by specifier. */
  readonly own: ReadonlyMap<string, object>;
}

interface Loaded {
  readonly unit: ModuleUnit;
  readonly namespace: object;
  /** Set when its code has started to run. */
  evaluation?: Evaluation;
}

interface Evaluation {
  readonly end: Promise<void>;
  readonly by: Run | undefined;
  ended: boolean;
}

export function moduleLoader({ positions, find, own }: LoaderOptions): Loader {
  const units = new Map<string, Loaded>();
  const versions = new Map<string, string>(); // of scripts, as they were when first loaded

  const add = (unit: ModuleUnit): Loaded => {
    const known = units.get(unit.path);
    if (known?.unit.version === unit.version) return known;
    const fresh: Loaded = { unit, namespace: Object.create(null) as object };
    units.set(unit.path, fresh);
    positions.add(unit);
    return fresh;
  };
  const evaluate = async ({ unit, namespace }: Loaded): Promise<void> => {
    const modules: object[] = [];
    for (const each of unit.imports) modules.push(await loadOne(each, unit.folder));
    await compileUnit(unit, [])(moduleApi(api(unit, modules), namespace));
  };
  const evaluateOnce = (loaded: Loaded): Promise<void> => {
    const known = loaded.evaluation;
    // An interrupt can have cut it off, and then it never ends.
    if (known?.ended === true || known?.by?.interrupted.signal.aborted === false) return known.end;
    const end = evaluate(loaded).then(
      () => void (evaluation.ended = true),
      (error: unknown) => {
        delete loaded.evaluation; // the next import tries again
        throw error;
      },
    );
    const evaluation: Evaluation = { end, by: currentRun(), ended: false };
    loaded.evaluation = evaluation;
    return end;
  };
  const loadOne = async (imported: ResolvedImport, folder: string): Promise<object> => {
    switch (imported.kind) {
      case 'unit': // it ran already, as `modules` come after what they import
        return units.get(imported.path)?.namespace ?? {};
      case 'json':
        return jsonNamespace(imported.path);
      case 'script':
        return nativeImport(folder, scriptUrl(imported));
      case 'package':
        return (
          own.get(imported.specifier) ?? nativeImport(imported.folder ?? folder, imported.specifier)
        );
    }
  };
  const scriptUrl = ({ path, version }: { path: string; version: string }): string => {
    const { href } = pathToFileURL(path);
    const first = versions.get(path);
    if (first === undefined) versions.set(path, version);
    if (first === undefined || first === version) return href;
    forgetCommonJs(path);
    return `${href}?version=${encodeURIComponent(version)}`;
  };
  const takeIn = async (modules: readonly ModuleUnit[]): Promise<void> => {
    for (const loaded of modules.map(add)) await evaluateOnce(loaded);
  };
  const api = (unit: Unit, modules: readonly object[]): RunApi => ({
    modules,
    meta: metaOf(unit),
    import: async (specifier) => {
      const found = await find(specifier, unit.folder);
      if ('error' in found) throw new Error(found.error);
      await takeIn(found.modules);
      return loadOne(found.resolved, unit.folder);
    },
    here: currentRun,
    resumed: (run, value) => {
      resume(run);
      throwIfInterrupted(run);
      return value;
    },
    each: untilInterrupted,
  });
  return {
    load: async (unit, modules) => {
      await takeIn(modules);
      const namespaces: object[] = [];
      for (const each of unit.imports) namespaces.push(await loadOne(each, unit.folder));
      return namespaces;
    },
    api,
  };
}

/** A unit's code as a function of `$$run` and of the objects that hold its variables. */
export function compileUnit(
  unit: Unit,
  owners: readonly string[],
): (run: RunApi, ...owners: object[]) => unknown {
  const parameters = ['$$run', ...owners, 'require', '__filename', '__dirname'].join(', ');
  // The first line of the code stays the first line of the file.
  const script = new vm.Script(
    `(${unit.async ? 'async ' : ''}function (${parameters}) { 'use strict';\n${unit.code}\n})`,
    {
      filename: unit.file,
      lineOffset: -1,
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    },
  );
  const code = script.runInThisContext() as (...values: unknown[]) => unknown;
  const file = fileOf(unit);
  return (run, ...objects) =>
    code.call(undefined, run, ...objects, createRequire(file), file, unit.folder);
}

/** The file that code seems to be in: a module's own, or one in the notebook's folder. */
function fileOf({ file, folder }: Unit): string {
  return file.startsWith(folder) ? file : join(folder, file);
}

function metaOf(unit: Unit): ImportMeta {
  const filename = fileOf(unit);
  const { href: url } = pathToFileURL(filename);
  return {
    url,
    filename,
    dirname: unit.folder,
    resolve: (specifier: string) => {
      if (/^\.{0,2}\//.test(specifier)) return new URL(specifier, url).href;
      if (isBuiltin(specifier)) return specifier.replace(/^(?!node:)/, 'node:');
      return pathToFileURL(createRequire(filename).resolve(specifier)).href;
    },
  };
}

function moduleApi(api: RunApi, namespace: object): ModuleApi {
  const define = (name: string, get: () => unknown): void =>
    void Object.defineProperty(namespace, name, { get, enumerable: true, configurable: true });
  return {
    ...api,
    exports: (getters) => {
      for (const [name, get] of Object.entries(getters)) define(name, get);
    },
    exportAll: (other) => {
      for (const name of Object.keys(other)) {
        if (name === 'default' || name in namespace) continue;
        define(name, () => (other as Record<string, unknown>)[name]);
      }
    },
  };
}

function jsonNamespace(path: string): object {
  const value = parsed(readFileSync(path, 'utf8'), path);
  const names = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...names, default: value };
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SyntaxError(`${path}: ${(cause as Error).message}`, { cause });
  }
}

async function* untilInterrupted<T>(
  values: AsyncIterable<T> | Iterable<T | Promise<T>>,
): AsyncIterable<T> {
  const run = currentRun();
  for await (const value of values) {
    resume(run);
    throwIfInterrupted(run);
    yield value;
  }
}
