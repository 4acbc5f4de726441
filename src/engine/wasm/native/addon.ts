import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../../../errors.js';
import { packageRoot } from '../../../package-root.js';
import type { Kernels } from '../kernels.js';

/** What `addon.cc` replaces. */
export type NativeKernels = Pick<
  Kernels,
  'gemm' | 'correlate' | 'weightGradient' | 'winogradCorrelate' | 'winogradGradient' | 'adam'
>;

interface Addon {
  /** The kernels at work on a wasm memory, for as long as it does not grow. */
  readonly bind: (buffer: ArrayBuffer) => NativeKernels;
}

interface LoadedAddon extends Addon {
  /** Of the file in `dist`. */
  readonly sha256: string;
}

let loaded: LoadedAddon | undefined;

/** The native kernels; each thread loads them once. */
export function nativeAddon(): LoadedAddon {
  loaded ??= loadAddon(path.join(packageRoot(), 'dist', 'native.node'));
  return loaded;
}

/** Loads the addon in `file`. Throws a `UserError` if there is none, or if it does not run here. */
export function loadAddon(file: string): LoadedAddon {
  if (!fs.existsSync(file)) {
    throw new UserError(
      `The native kernels are not built: there is no ${file}. ` +
        'Run: npm run build:native (this needs a C++ compiler), or leave out `native`.',
    );
  }
  const sha256 = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  try {
    const { bind } = createRequire(import.meta.url)(file) as Addon;
    return { bind, sha256 };
  } catch (error) {
    throw new UserError(
      `${file} does not run here: ${(error as Error).message}. ` +
        'It must be built on the machine that uses it. Run: npm run build:native',
    );
  }
}
