import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';

const require = createRequire(import.meta.url);

type Import = (specifier: string) => Promise<object>;
const imports = new Map<string, Import>();

/** Imports as Node does for a file of `folder`. */
export function nativeImport(folder: string, specifier: string): Promise<object> {
  let load = imports.get(folder);
  if (load === undefined) {
    load = vm.compileFunction('return import(specifier);', ['specifier'], {
      filename: join(folder, 'notebook.js'),
      importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as Import;
    imports.set(folder, load);
  }
  return load(specifier).then(asNamespace);
}

/** Lets the file be loaded afresh, if it is a CommonJS module. */
export function forgetCommonJs(path: string): void {
  Reflect.deleteProperty(require.cache, path);
}

const asNamespaces = new WeakMap<object, object>();

/**
 * A namespace as TypeScript's types describe it. Node finds only some names of a CommonJS module,
 * and takes all of it for the default export even if it names one itself.
 */
function asNamespace(found: object): object {
  const known = asNamespaces.get(found);
  if (known !== undefined) return known;
  const exports = (found as { default?: unknown }).default;
  let namespace = found;
  if (isObject(exports) && isCommonJs(exports) && !hasMoreThan(exports, found)) {
    namespace = (exports as { __esModule?: unknown }).__esModule === true ? exports : copy(exports);
  }
  asNamespaces.set(found, namespace);
  return namespace;
}

/** Whether a namespace is that of an ES module that wraps a CommonJS module and adds to it. */
function hasMoreThan(exports: object, found: object): boolean {
  return Object.keys(found).some(
    (name) => name !== 'default' && name !== 'module.exports' && !(name in exports),
  );
}

function copy(exports: object): object {
  const namespace = { default: exports };
  for (const name in exports) {
    if (name === 'default') continue;
    const get = (): unknown => (exports as Record<string, unknown>)[name];
    Object.defineProperty(namespace, name, { get, enumerable: true });
  }
  return namespace;
}

function isCommonJs(exports: object): boolean {
  return Object.values(require.cache).some((module) => module?.exports === exports);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
