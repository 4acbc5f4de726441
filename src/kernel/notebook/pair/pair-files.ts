import { existsSync, statSync } from 'node:fs';
import { UserError } from '../../../errors.js';
import { readNotebook } from '../notebook.js';
import { replaceFile } from '../replace-file.js';
import { readText } from '../read-text.js';
import { writeNotebook } from '../write-notebook.js';
import { hasMarkers, parseScript, scriptText } from './script.js';
import { agrees, updateNotebook } from './update-notebook.js';

/** A notebook and the script that says the same, side by side. */
export interface Pair {
  readonly notebook: string;
  readonly script: string;
}

export interface PairOptions {
  /** Overwrite the other file even if it is newer or no script of cells. */
  readonly force?: boolean;
}

/** The pair that a file belongs to: `a.ipynb` and `a.ts`. */
export function pairOf(path: string): Pair {
  const stem = /^(.+)\.(?:ipynb|ts)$/.exec(path)?.[1];
  if (stem === undefined || path.endsWith('.d.ts')) {
    throw new UserError(`${path} is neither a notebook (.ipynb) nor a script (.ts).`);
  }
  return { notebook: `${stem}.ipynb`, script: `${stem}.ts` };
}

/** Whether both files exist and say the same. */
export function pairAgrees({ notebook, script }: Pair): boolean {
  if (!existsSync(notebook) || !existsSync(script)) return false;
  return agrees(parseScript(readText(script), script), readNotebook(notebook));
}

/** The file of a pair that was changed last, or the only one there is. */
export function newerOf({ notebook, script }: Pair): string {
  const [left, right] = [changed(notebook), changed(script)];
  if (left === undefined && right === undefined) {
    throw new UserError(`There is neither ${notebook} nor ${script}.`);
  }
  return (left ?? -Infinity) > (right ?? -Infinity) ? notebook : script;
}

/**
 * Writes the other file of the pair that `path` belongs to, and says which; undefined if the two
 * agree already.
 *
 * Throws a `UserError` rather than overwrite a newer file, or a `.ts` file without cell markers.
 */
export function pairFile(path: string, { force = false }: PairOptions = {}): string | undefined {
  const pair = pairOf(path);
  const fromNotebook = path === pair.notebook;
  const target = fromNotebook ? pair.script : pair.notebook;
  if (!existsSync(path)) throw new UserError(`There is no ${path}.`);
  if (pairAgrees(pair)) return undefined;
  if (!force) refuseLoss(path, target);
  if (fromNotebook) {
    replaceFile(target, scriptText(readNotebook(path)));
  } else {
    const earlier = existsSync(target) ? readNotebook(target) : undefined;
    writeNotebook(target, updateNotebook(parseScript(readText(path), path), earlier));
  }
  return target;
}

function refuseLoss(path: string, target: string): void {
  const [from, to] = [changed(path), changed(target)];
  if (to === undefined) return;
  if (target.endsWith('.ts') && !hasMarkers(readText(target))) {
    throw new UserError(
      `${target} has no cells (// %%), so it may be something else than ${path} as a script. ` +
        'Rename one of the two, or overwrite it with --force.',
    );
  }
  if (to > (from ?? 0)) {
    throw new UserError(
      `${target} was changed after ${path}, and they differ. ` +
        `Take the newer one with --sync, or overwrite it with --force.`,
    );
  }
}

function changed(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
