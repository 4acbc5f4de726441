import { createRequire } from 'node:module';
import { UserError } from '../../errors.js';
import type { TensorFlow } from './tensorflow.js';

/** The backends of TensorFlow.js that an engine can run on. */
export const backendNames = ['tensorflow-gpu', 'tensorflow', 'webgpu', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** A backend in use in this thread. */
export interface Backend {
  readonly tf: TensorFlow;
  /** Versions and the device. */
  readonly details: Readonly<Record<string, string>>;
}

/** The packages a backend needs beside `@tensorflow/tfjs-core`, and how to get them. */
export const backendPackages: Readonly<
  Record<BackendName, { readonly names: readonly string[]; readonly hint: string }>
> = {
  'tensorflow-gpu': {
    names: ['@tensorflow/tfjs-node-gpu'],
    hint: 'npm install --no-save @tensorflow/tfjs-node-gpu@4.22.0 (downloads libtensorflow; needs CUDA)',
  },
  tensorflow: {
    names: ['@tensorflow/tfjs-node'],
    hint: 'npm install --no-save @tensorflow/tfjs-node@4.22.0 (downloads libtensorflow)',
  },
  webgpu: {
    names: ['@tensorflow/tfjs-backend-webgpu', 'webgpu'],
    hint: 'npm install --no-save @tensorflow/tfjs-backend-webgpu@4.22.0 webgpu@0.6.2 (130 MB)',
  },
  cpu: { names: ['@tensorflow/tfjs-backend-cpu'], hint: 'npm ci' },
};

const alwaysNeeded = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'];

/** Which packages of a backend are not installed. */
export function missingPackages(name: BackendName): string[] {
  return [...alwaysNeeded, ...backendPackages[name].names].filter(
    (each) => versionOf(each) === undefined,
  );
}

/** Loads a backend and makes it the one in use. Throws a `UserError` if it cannot be used. */
export async function openBackend(name: BackendName): Promise<Backend> {
  const missing = missingPackages(name);
  if (missing.length > 0) {
    throw new UserError(`${missing.join(' and ')} not installed; ${backendPackages[name].hint}`);
  }
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-layers'); // what it is for here: it registers the gradients
  tf.enableProdMode(); // keeps it from advising on the console
  const device = await openers[name](tf);
  const versions = backendPackages[name].names.map((each) => [each, versionOf(each)!]);
  return {
    tf,
    details: {
      backend: tf.getBackend(),
      device,
      '@tensorflow/tfjs-core': tf.version_core,
      ...(Object.fromEntries(versions) as Record<string, string>),
    },
  };
}

/** Each makes its backend the one in use and returns the name of the device. */
const openers: Readonly<Record<BackendName, (tf: TensorFlow) => Promise<string>>> = {
  cpu: async (tf) => {
    await import('@tensorflow/tfjs-backend-cpu');
    await use(tf, 'cpu');
    return 'plain JavaScript';
  },
  tensorflow: async (tf) => {
    await openTensorFlow(tf, '@tensorflow/tfjs-node');
    return 'processor';
  },
  'tensorflow-gpu': async (tf) => {
    const { isUsingGpuDevice } = await openTensorFlow(tf, '@tensorflow/tfjs-node-gpu');
    if (!isUsingGpuDevice) {
      throw new UserError('libtensorflow sees no GPU that it can use (driver, CUDA and cuDNN)');
    }
    return 'GPU (CUDA)';
  },
  webgpu: async (tf) => {
    const device = await provideWebgpu();
    await importOptional('@tensorflow/tfjs-backend-webgpu');
    await use(tf, 'webgpu');
    return device;
  },
};

async function use(tf: TensorFlow, backend: string): Promise<void> {
  if (!(await tf.setBackend(backend))) {
    throw new UserError(`TensorFlow.js could not start its backend '${backend}'`);
  }
}

/** What tfjs-node's backend says of itself. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
}

async function openTensorFlow(tf: TensorFlow, packageName: string): Promise<NodeBackend> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // errors only
  await importOptional(packageName);
  await use(tf, 'tensorflow');
  return tf.backend() as unknown as NodeBackend;
}

/** The part of the package `webgpu` (Dawn) that we use. */
interface Dawn {
  readonly create: (options: readonly string[]) => {
    requestAdapter(
      options: object,
    ): Promise<{ readonly info: Readonly<Record<string, string>> } | null>;
  };
  readonly globals: object;
}

/** Gives this thread `navigator.gpu`, as browsers have it; returns the adapter's name. */
async function provideWebgpu(): Promise<string> {
  const { create, globals } = (await importOptional('webgpu')) as Dawn;
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    throw new UserError(
      'WebGPU finds no adapter: on Linux it needs libvulkan.so.1 and the Vulkan driver of the GPU',
    );
  }
  const { description, device, architecture, vendor } = adapter.info;
  return `${description || device || architecture} (${vendor})`;
}

/** Imports a package that need not be there, so that the compiler must not look for it either. */
function importOptional(packageName: string): Promise<unknown> {
  return import(packageName);
}

/** The version of an installed package. */
function versionOf(packageName: string): string | undefined {
  try {
    const require = createRequire(import.meta.url);
    return (require(`${packageName}/package.json`) as { version: string }).version;
  } catch {
    return undefined;
  }
}
