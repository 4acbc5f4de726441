import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { nearNames, UserError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import { defaultDisplayName, defaultKernelName, kernelMain } from '../install/kernel-json.js';
import { isRecord } from '../notebook/notebook.js';
import { tslabQuirks, type Quirks } from './quirks.js';

/** How to start and to interrupt a kernel. */
export interface KernelSpec {
  /** What Jupyter calls the kernel: the name of its kernelspec's folder. */
  readonly name: string;
  /** What people call it; its name if not given. */
  readonly displayName?: string;
  /** The command; `{connection_file}` stands for the file that names the ports. */
  readonly argv: readonly string[];
  /** Variables added to our environment; `${NAME}` in them stands for a variable of ours. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether an interrupt is SIGINT or an `interrupt_request` message. */
  readonly interruptMode: 'signal' | 'message';
  /** Where the kernel does not keep to the protocol; not given if it does. */
  readonly quirks?: Quirks;
}

/** Our own kernel, as `npm run build` made it, under the Node that runs this. */
export function prunelabKernel(): KernelSpec {
  return {
    name: defaultKernelName,
    displayName: defaultDisplayName,
    argv: [process.execPath, join(packageRoot(), kernelMain), '{connection_file}'],
    env: {},
    interruptMode: 'message',
  };
}

/** tslab as npm installed it, under the Node that runs this. */
export function stockTslab(): KernelSpec {
  const root = dirname(createRequire(import.meta.url).resolve('tslab/package.json'));
  return {
    name: 'tslab',
    displayName: 'TypeScript (tslab)',
    argv: [
      process.execPath,
      join(root, 'bin', 'tslab'),
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    env: {},
    interruptMode: 'signal',
    quirks: tslabQuirks,
  };
}

/** The kernel of that name, `prunelab` or `tslab`, or the one in a folder with a `kernel.json`. */
export function findKernel(nameOrFolder: string): KernelSpec {
  if (nameOrFolder === 'tslab') return stockTslab();
  if (nameOrFolder === 'prunelab') {
    const kernel = prunelabKernel();
    if (existsSync(kernel.argv[1])) return kernel;
    throw new UserError('The kernel prunelab is not built yet. Build it once: npm run build');
  }
  if (existsSync(nameOrFolder)) return readKernelSpec(nameOrFolder);
  const near = nearNames(nameOrFolder, ['prunelab', 'tslab']);
  throw new UserError(
    `There is no kernel or folder '${nameOrFolder}'. Expected prunelab, tslab or a folder with a ` +
      'kernel.json, as `jupyter kernelspec list` shows them.' +
      (near.length === 0 ? '' : ` Did you mean '${near[0]}'?`),
  );
}

/** The kernel described by `kernel.json` in `folder`, the way Jupyter describes it. */
export function readKernelSpec(folder: string): KernelSpec {
  const path = join(folder, 'kernel.json');
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UserError(
      `Cannot read the kernelspec ${path}: ${(cause as Error).message}. ` +
        'Expected a folder with a kernel.json, as `jupyter kernelspec list` shows them.',
      { cause },
    );
  }
  const argv = isRecord(value) ? value.argv : undefined;
  if (!isRecord(value) || !isTexts(argv) || argv.length === 0) {
    throw new UserError(`${path} has no argv; expected a list of words, the kernel's command.`);
  }
  const name = basename(resolve(folder));
  const env = isRecord(value.env) ? Object.entries(value.env) : [];
  return {
    name,
    ...(typeof value.display_name === 'string' ? { displayName: value.display_name } : {}),
    argv: argv.map((word) => word.replaceAll('{resource_dir}', resolve(folder))),
    env: Object.fromEntries(env.map(([variable, text]) => [variable, String(text)])),
    interruptMode: value.interrupt_mode === 'message' ? 'message' : 'signal',
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}
