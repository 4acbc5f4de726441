import { spawnSync } from 'node:child_process';
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
  /** What the device has complained of since it was last asked. */
  readonly complaint: () => string | undefined;
}

/** What is known of a backend that has just started. */
interface Device {
  readonly name: string;
  readonly complaint?: Backend['complaint'];
}

/** The packages of each backend, and what installs those that do not come with prunelab. */
const packages: Readonly<Record<BackendName, readonly string[]>> = {
  'tensorflow-gpu': ['@tensorflow/tfjs-node-gpu'],
  tensorflow: ['@tensorflow/tfjs-node'],
  webgpu: ['@tensorflow/tfjs-backend-webgpu', 'webgpu'],
  cpu: ['@tensorflow/tfjs-backend-cpu'],
};

/** What comes with prunelab; the others are installed by those who want them. */
const ours = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', ...packages.cpu];

/** The versions that were tested. */
const testedVersion = (name: string): string => (name === 'webgpu' ? '0.6.2' : '4.22.0');

/** Which packages of a backend are not installed and how to get them; nothing if all are there. */
export function whatIsMissing(name: BackendName): string | undefined {
  const missing = [...ours, ...packages[name]].filter((each) => versionOf(each) === undefined);
  if (missing.length === 0) return undefined;
  const command = missing.some((each) => ours.includes(each))
    ? 'npm ci'
    : `npm install --no-save ${missing.map((each) => `${each}@${testedVersion(each)}`).join(' ')}`;
  return `needs ${missing.join(' and ')}; get ${missing.length > 1 ? 'them' : 'it'} with: ${command}`;
}

/** Loads a backend and makes it the one in use. Throws a `UserError` if it cannot be used. */
export async function openBackend(name: BackendName): Promise<Backend> {
  const missing = whatIsMissing(name);
  if (missing !== undefined) throw new UserError(missing);
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-layers'); // what it is for here: it registers the gradients
  tf.enableProdMode(); // keeps it from advising on the console
  const device = await openers[name](tf);
  const versions = packages[name].map((each) => [each, versionOf(each)!]);
  return {
    tf,
    details: {
      backend: tf.getBackend(),
      device: device.name,
      '@tensorflow/tfjs-core': tf.version_core,
      ...(Object.fromEntries(versions) as Record<string, string>),
    },
    complaint: device.complaint ?? (() => undefined),
  };
}

/** Each makes its backend the one in use. */
const openers: Readonly<Record<BackendName, (tf: TensorFlow) => Promise<Device>>> = {
  cpu: async (tf) => {
    await import('@tensorflow/tfjs-backend-cpu');
    await use(tf, 'cpu');
    return { name: 'plain JavaScript, for checks: slow' };
  },
  tensorflow: async (tf) => {
    const { binding } = await openTensorFlow(tf, '@tensorflow/tfjs-node');
    return { name: `processor, by libtensorflow ${binding.TF_Version}` };
  },
  'tensorflow-gpu': async (tf) => {
    const { binding, isUsingGpuDevice } = await openTensorFlow(tf, '@tensorflow/tfjs-node-gpu');
    if (!isUsingGpuDevice) {
      throw new UserError('libtensorflow sees no GPU that it can use (driver, CUDA and cuDNN)');
    }
    return { name: `${cudaDevice()}, by libtensorflow ${binding.TF_Version}` };
  },
  webgpu: async (tf) => {
    const adapter = await provideWebgpu();
    await importOptional('@tensorflow/tfjs-backend-webgpu');
    await use(tf, 'webgpu');
    return { name: adapter, complaint: listen(tf) };
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
  readonly binding: { readonly TF_Version: string };
}

async function openTensorFlow(tf: TensorFlow, packageName: string): Promise<NodeBackend> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2'; // errors only
  await importOptional(packageName);
  await use(tf, 'tensorflow');
  return tf.backend() as unknown as NodeBackend;
}

/** The name of the GPU by NVIDIA's own tool; TensorFlow.js does not tell it. */
function cudaDevice(): string {
  const query = ['--query-gpu=name', '--format=csv,noheader'];
  const { error, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  return error === undefined ? stdout.trim().split('\n')[0] : 'GPU (CUDA)';
}

interface AdapterInfo {
  readonly description: string;
  readonly device: string;
  readonly architecture: string;
  readonly vendor: string;
  readonly isFallbackAdapter: boolean;
}

/** The part of the package `webgpu` (Dawn) that we use. */
interface Dawn {
  readonly create: (options: readonly string[]) => {
    requestAdapter(options: object): Promise<{ readonly info: AdapterInfo } | null>;
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
  const { description, device, architecture, vendor, isFallbackAdapter } = adapter.info;
  const bySoftware = isFallbackAdapter ? ', by software: slow' : '';
  return `${description || device || architecture} (${vendor})${bySoftware}`;
}

/**
 * Notes the errors of the WebGPU device, which come as events, and none of which would stop
 * TensorFlow.js: it would go on with zeros.
 */
function listen(tf: TensorFlow): Backend['complaint'] {
  const { device } = tf.backend() as unknown as { readonly device: EventTarget };
  let first: string | undefined;
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault(); // or it would be printed, too
    first ??= (event as unknown as { readonly error: Error }).error.message;
  });
  return () => {
    const complaint = first;
    first = undefined;
    return complaint;
  };
}

/** Imports a package that need not be there, so that the compiler must not look for it either. */
async function importOptional(packageName: string): Promise<unknown> {
  try {
    return await import(packageName);
  } catch (error) {
    const [reason] = (error as Error).message.trim().split('\n');
    throw new UserError(`${packageName} is installed, but cannot be loaded: ${reason}`);
  }
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
