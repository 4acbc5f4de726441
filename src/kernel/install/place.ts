import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import {
  defaultDisplayName,
  kernelMain,
  type KernelJson,
  machineKernelJson,
  projectKernelJson,
} from './kernel-json.js';
import {
  type Machine,
  prefixFolder,
  projectFolder,
  pythonPrefix,
  thisMachine,
  userFolder,
} from './jupyter-folders.js';

/** Where a kernelspec goes; for the user if nothing is said. At most one may be given. */
export interface PlaceOptions {
  /** Below this folder, in `share/jupyter`. */
  readonly prefix?: string;
  /** Into the active Python environment. */
  readonly sysPrefix?: boolean;
  /** Into the project that this folder is part of. */
  readonly project?: string;
}

/** One of Jupyter's folders of data, and why it was chosen. */
export interface Place {
  readonly kind: 'user' | 'prefix' | 'project';
  readonly data: string;
}

/** The folder of Jupyter data these options mean; throws a `UserError` if there is none. */
export function findPlace(options: PlaceOptions, machine: Machine = thisMachine()): Place {
  const { prefix, sysPrefix = false, project } = options;
  if ([prefix !== undefined, sysPrefix, project !== undefined].filter(Boolean).length > 1) {
    throw new UserError(
      'Only one place at a time: give one of --prefix, --sys-prefix and --project.',
    );
  }
  if (prefix !== undefined) return { kind: 'prefix', data: prefixFolder(path.resolve(prefix)) };
  if (sysPrefix) return { kind: 'prefix', data: prefixFolder(pythonPrefix(machine)) };
  if (project !== undefined) return { kind: 'project', data: projectFolder(findProject(project)) };
  return { kind: 'user', data: userFolder(machine) };
}

/** The kernelspec for such a place: portable in a project, absolute elsewhere. */
export function kernelJsonFor(
  { kind }: Place,
  displayName: string = defaultDisplayName,
): KernelJson {
  if (kind === 'project') return projectKernelJson(displayName);
  const root = packageRoot();
  const main = path.join(root, kernelMain);
  if (!fs.existsSync(main)) {
    throw new UserError(`There is no ${main}: prunelab is not built. Run it once: npm run build`);
  }
  if (root.split(path.sep).includes('_npx')) {
    throw new UserError(
      `This prunelab lies in npx's cache (${root}), which npm may empty at any time; a kernel must ` +
        'stay where it is. Install prunelab in a project first, and run the command there.',
    );
  }
  return machineKernelJson(process.execPath, main, displayName);
}

/** The nearest folder, from `start` upwards, that has prunelab in its `node_modules`. */
export function findProject(start: string): string {
  for (let folder = path.resolve(start); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, 'node_modules', 'prunelab'))) return folder;
    if (folder === path.dirname(folder)) break;
  }
  throw new UserError(
    `Neither ${path.resolve(start)} nor a folder above it has prunelab in its node_modules. ` +
      'Install it in the project first, with npm, or give the folder of another project.',
  );
}
