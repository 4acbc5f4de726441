import fs from 'node:fs';
import path from 'node:path';
import { readJson } from '../../experiment/store/files.js';
import { isRecord } from '../notebook/notebook.js';
import { mainOf, scopeOf, type Scope } from './kernel-json.js';

/** A kernelspec found in one of Jupyter's folders. */
export interface InstalledKernel {
  readonly name: string;
  readonly folder: string;
  readonly displayName: string;
  /** Whether `prunelab kernel install` wrote it. */
  readonly ours: boolean;
  readonly scope: Scope | undefined;
  /** Why it cannot start; undefined if nothing speaks against it. Only looked for in ours. */
  readonly fault: string | undefined;
}

/** The kernelspec in `folder`; undefined if there is none. One that cannot be read is not ours. */
export function readInstalled(folder: string): InstalledKernel | undefined {
  const file = path.join(folder, 'kernel.json');
  if (!fs.existsSync(file)) return undefined;
  const json = parse(file);
  const scope = scopeOf(json);
  return {
    name: path.basename(folder),
    folder,
    displayName: displayNameOf(json) ?? path.basename(folder),
    ours: scope !== undefined,
    scope,
    fault: scope === undefined ? undefined : faultOf(json, folder),
  };
}

/** The kernels prunelab has installed in these folders of Jupyter data, in their order. */
export function ourKernels(folders: readonly string[]): InstalledKernel[] {
  return folders
    .map((data) => path.join(data, 'kernels'))
    .filter((kernels) => fs.existsSync(kernels))
    .flatMap((kernels) => fs.readdirSync(kernels).map((name) => path.join(kernels, name)))
    .flatMap((folder) => readInstalled(folder) ?? [])
    .filter(({ ours }) => ours);
}

function parse(file: string): unknown {
  try {
    return readJson(file);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function displayNameOf(json: unknown): string | undefined {
  const name = isRecord(json) ? json.display_name : undefined;
  return typeof name === 'string' ? name : undefined;
}

function faultOf(json: unknown, folder: string): string | undefined {
  const main = mainOf(json, folder);
  if (main === undefined) return 'its kernel.json names no program';
  if (!fs.existsSync(main)) return `there is no ${main}`;
  const [node] = (json as { argv: string[] }).argv;
  return path.isAbsolute(node) && !fs.existsSync(node) ? `there is no ${node}` : undefined;
}
