import path from 'node:path';
import { isRecord } from '../notebook/notebook.js';

/** The contents of a `kernel.json`, as Jupyter reads it. */
export interface KernelJson {
  readonly argv: readonly string[];
  readonly display_name: string;
  readonly language: string;
  readonly interrupt_mode: 'message' | 'signal';
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** For whom a kernelspec is: every project of this machine, or the one it lies in. */
export type Scope = 'machine' | 'project';

/** How the kernel is named if nobody asks for another name. */
export const defaultKernelName = 'prunelab';
export const defaultDisplayName = 'TypeScript (prunelab)';

/** The kernel as it was built, from the root of the package. */
export const kernelMain = 'dist/src/kernel/main.js';

/** A kernelspec that runs `main` with the Node at `node`, wherever the spec lies. */
export function machineKernelJson(node: string, main: string, displayName: string): KernelJson {
  return kernelJson('machine', [node, main], displayName);
}

/**
 * A kernelspec for `<project>/.jupyter/kernels/<name>/` that names no folder of this machine.
 *
 * It finds prunelab in the project's `node_modules`, and Node on the PATH.
 */
export function projectKernelJson(displayName: string): KernelJson {
  const main = `{resource_dir}/../../../node_modules/prunelab/${kernelMain}`;
  return kernelJson('project', ['node', main], displayName);
}

function kernelJson(scope: Scope, command: readonly string[], displayName: string): KernelJson {
  return {
    argv: [...command, '{connection_file}'],
    display_name: displayName,
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false, prunelab: { scope } },
  };
}

/** For whom this kernelspec of ours is; undefined if `prunelab kernel install` did not write it. */
export function scopeOf(kernelJson: unknown): Scope | undefined {
  if (!isRecord(kernelJson) || !isRecord(kernelJson.metadata)) return undefined;
  const { prunelab } = kernelJson.metadata;
  if (!isRecord(prunelab)) return undefined;
  return prunelab.scope === 'machine' || prunelab.scope === 'project' ? prunelab.scope : undefined;
}

/** The kernel that this kernelspec in `folder` starts. */
export function mainOf(kernelJson: unknown, folder: string): string | undefined {
  const argv = isRecord(kernelJson) ? kernelJson.argv : undefined;
  const main: unknown = Array.isArray(argv) ? argv[1] : undefined;
  if (typeof main !== 'string') return undefined;
  return path.normalize(main.replaceAll('{resource_dir}', folder));
}
