import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/** The folder of prunelab's own `package.json`, whether this code runs from `src/` or `dist/`. */
export function packageRoot(): string {
  found ??= search(path.dirname(fileURLToPath(import.meta.url)));
  return found;
}

/** The version of prunelab. */
export function packageVersion(): string {
  const text = fs.readFileSync(path.join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function search(folder: string): string {
  const file = path.join(folder, 'package.json');
  if (fs.existsSync(file)) {
    const { name } = JSON.parse(fs.readFileSync(file, 'utf8')) as { name?: string };
    if (name === 'prunelab') return folder;
  }
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('No package.json of prunelab above its own code.');
  return search(parent);
}
