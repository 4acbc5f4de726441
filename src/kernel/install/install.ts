import fs from 'node:fs';
import path from 'node:path';
import { UserError } from '../../errors.js';
import { writeWhole, writingTo } from '../../experiment/store/files.js';
import { packageRoot } from '../../package-root.js';
import { readInstalled } from './installed.js';
import { defaultKernelName, type KernelJson } from './kernel-json.js';

export interface InstallOptions {
  /** Under which notebooks name the kernel. */
  readonly name?: string;
  /** Write over another program's kernel of that name. */
  readonly force?: boolean;
}

const logos = ['logo-32x32.png', 'logo-64x64.png', 'logo-svg.svg'];

/**
 * Writes a kernelspec into Jupyter's folder `data`, and returns the kernelspec's own folder.
 *
 * Nothing but files is needed: no Python, no Jupyter. A kernelspec of ours is written over; throws
 * a `UserError` if the name is impossible, or taken by another program and `force` is not given.
 */
export function installKernel(
  data: string,
  kernelJson: KernelJson,
  { name = defaultKernelName, force = false }: InstallOptions = {},
): string {
  const folder = kernelFolder(data, name);
  if (!force && readInstalled(folder)?.ours === false) {
    throw new UserError(
      `${folder} holds a kernel that prunelab did not install. Take another name (--name), or ` +
        'write over it with --force.',
    );
  }
  writingTo(data, () => {
    fs.mkdirSync(folder, { recursive: true });
    for (const logo of logos) {
      const file = path.join(packageRoot(), 'src', 'kernel', 'install', 'logo', logo);
      writeWhole(path.join(folder, logo), fs.readFileSync(file));
    }
    // Last, since a folder is a kernel once it has this file.
    writeWhole(path.join(folder, 'kernel.json'), `${JSON.stringify(kernelJson, null, 2)}\n`);
  });
  return folder;
}

/**
 * Removes our kernelspec from Jupyter's folder `data`; false if there is none.
 *
 * Throws a `UserError` if the kernel of that name is not ours.
 */
export function uninstallKernel(data: string, name: string = defaultKernelName): boolean {
  const folder = kernelFolder(data, name);
  const found = readInstalled(folder);
  if (found === undefined) return false;
  if (!found.ours) {
    throw new UserError(
      `${folder} holds a kernel that prunelab did not install; it is left alone. Remove it with ` +
        `the program that made it, or with: jupyter kernelspec remove ${name}`,
    );
  }
  writingTo(data, () => fs.rmSync(folder, { recursive: true }));
  return true;
}

function kernelFolder(data: string, name: string): string {
  if (!/^[a-z0-9._-]+$/.test(name) || /^\.+$/.test(name)) {
    throw new UserError(
      `'${name}' cannot be a kernel's name. Expected small letters, digits, '.', '_' and '-'; ` +
        'what people see is the display name.',
    );
  }
  return path.join(data, 'kernels', name);
}
