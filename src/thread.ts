import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Starts a thread that runs one of our modules, as a source (in tests) or as it was built. */
export function startThread(module: URL, options: WorkerOptions): Worker {
  if (!module.pathname.endsWith('.ts')) return new Worker(module, options);
  // Tests run the sources, and a thread does not inherit the loader that lets them.
  const load = `import(${JSON.stringify(resolved('tsx/esm/api'))}).then(({ register }) => {
    register();
    return import(${JSON.stringify(module.href)});
  });`;
  return new Worker(load, { ...options, eval: true });
}

/** The module `name` (without its ending) beside the one whose `import.meta.url` is given. */
export function moduleBeside(here: string, name: string): URL {
  return new URL(`${name}${here.endsWith('.ts') ? '.ts' : '.js'}`, here);
}

/** Where a package that we depend on is, so that any folder can be the current one. */
export function resolved(specifier: string): string {
  // Tests are loaded as CommonJS, which does not have it; they run in our own folder.
  const meta = import.meta as { resolve?: (specifier: string) => string };
  return meta.resolve?.(specifier) ?? specifier;
}
