import { existsSync, readFileSync } from 'node:fs';
import type { LoadHook, ResolveHook } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

// Hooks of Node's module loader, for worker threads that a cell starts.

/** Finds `./x.ts` for `./x.ts`, `./x.js` and `./x`. */
export const resolve: ResolveHook = (specifier, context, next) => {
  if (specifier.startsWith('.') && context.parentURL !== undefined) {
    const url = new URL(specifier, context.parentURL);
    for (const path of [url.href, url.href.replace(/\.([cm]?)js$/, '.$1ts'), `${url.href}.ts`]) {
      if (/\.[cm]?ts$/.test(path) && existsSync(fileURLToPath(path))) {
        return { url: path, format: 'module', shortCircuit: true };
      }
    }
  }
  return next(specifier, context);
};

export const load: LoadHook = (url, context, next) => {
  if (!/^file:.*\.[cm]?ts$/.test(url)) return next(url, context);
  const fileName = fileURLToPath(url);
  const { outputText: source } = ts.transpileModule(readFileSync(fileName, 'utf8'), {
    fileName,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      inlineSourceMap: true,
    },
  });
  return { format: 'module', source, shortCircuit: true };
};
