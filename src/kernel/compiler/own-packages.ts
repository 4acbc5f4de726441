import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../package-root.js';

/**
 * prunelab and what it is built on. A notebook that lies in no project has no `node_modules`: it
 * gets these from the kernel, so that they fit each other.
 */
let own: ReadonlySet<string> | undefined;

/** Whether the kernel has the package that an import names, for notebooks that do not. */
export function isOwnPackage(specifier: string): boolean {
  own ??= ownPackages();
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
  return own.has(name);
}

/** A file, which need not exist, from which these packages can be found. */
export function besideOwnPackages(): string {
  return join(packageRoot(), 'notebook.ts');
}

function ownPackages(): ReadonlySet<string> {
  const { name, dependencies } = JSON.parse(
    readFileSync(join(packageRoot(), 'package.json'), 'utf8'),
  ) as { name: string; dependencies: Readonly<Record<string, string>> };
  return new Set([name, ...Object.keys(dependencies)]);
}
