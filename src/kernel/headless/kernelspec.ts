import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../../errors.js';
import { packageRoot } from '../../package-root.js';
import { isRecord } from '../notebook/notebook.js';

/** How to start and to interrupt a kernel. */
export interface KernelSpec {
  readonly name: string;
  /** The command; `{connection_file}` stands for the file that names the ports. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether an interrupt is SIGINT or an `interrupt_request` message. */
  readonly interruptMode: 'signal' | 'message';
  /** What on stderr betrays an error that the kernel does not report as one. */
  readonly silentError?: RegExp;
}

/** Our own kernel, as `npm run build` made it, under the Node that runs this. */
export function prunelabKernel(): KernelSpec {
  const main = join(packageRoot(), 'dist', 'src', 'kernel', 'main.js');
  return {
    name: 'prunelab',
    argv: [process.execPath, main, '{connection_file}'],
    env: {},
    interruptMode: 'message',
  };
}

/**
 * tslab as npm installed it, under the Node that runs this.
 *
 * It prints rejections nobody awaited and calls the cell a success; `silentError` finds them.
 */
export function stockTslab(): KernelSpec {
  const root = dirname(createRequire(import.meta.url).resolve('tslab/package.json'));
  return {
    name: 'tslab',
    argv: [
      process.execPath,
      join(root, 'bin', 'tslab'),
      'kernel',
      '--config-path',
      '{connection_file}',
    ],
    env: {},
    interruptMode: 'signal',
    silentError: /^(?:UnhandledPromiseRejection|UncaughtException): /m,
  };
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
  const env = isRecord(value.env) ? Object.entries(value.env) : [];
  return {
    name: typeof value.display_name === 'string' ? value.display_name : folder,
    argv: argv.map((word) => word.replaceAll('{resource_dir}', resolve(folder))),
    env: Object.fromEntries(env.map(([name, text]) => [name, String(text)])),
    interruptMode: value.interrupt_mode === 'message' ? 'message' : 'signal',
  };
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((word) => typeof word === 'string');
}
