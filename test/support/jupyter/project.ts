import { mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../src/package-root.js';
import { newFolder } from '../temporary-folder.js';

/** Files by their path in the project. */
export type Files = Readonly<Record<string, string>>;

/** A project in a folder of its own that has our dependencies and these files. */
export function newProject(files: Files): string {
  const folder = realpathSync(newFolder());
  const modules = join(packageRoot(), 'node_modules');
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(modules)) {
    if (name.startsWith('.')) continue;
    symlinkSync(realpathSync(join(modules, name)), join(folder, 'node_modules', name), 'junction');
  }
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Makes a package of the project's own, as npm's workspaces do: a link in node_modules. */
export function linkPackage(folder: string, name: string, files: Files): void {
  const home = join(folder, 'packages', name);
  write(home, files);
  symlinkSync(home, join(folder, 'node_modules', name), 'junction');
}
