import {
  type MessagePort,
  MessageChannel,
  receiveMessageOnPort,
  type Worker,
} from 'node:worker_threads';
import { UserError } from '../../../errors.js';
import { moduleBeside, startThread } from '../../../thread.js';
import type { Model } from '../../../models/model.js';
import type { CompileOptions, Engine, Network } from '../../engine.js';
import { checkBatch } from '../../checks.js';
import type { BackendName } from '../backends.js';
import type { DeferredNetwork } from '../network.js';

/** What the thread is started with. */
export interface ThreadStart {
  readonly backend: BackendName;
  readonly port: MessagePort;
  /** Counts the replies, so that the caller can sleep until there is one. */
  readonly replies: Int32Array;
}

/** What the thread says when it has started, and afterwards to every request. */
export type Reply =
  { readonly value: unknown } | { readonly problem: string; readonly ofUser: boolean };

/** A call of a method of a network in the thread, or `compile`, which makes the network. */
export interface Request {
  readonly network: number;
  readonly method: keyof DeferredNetwork | 'compile';
  readonly args: readonly unknown[];
}

/**
 * An engine whose networks live in a thread of their own, where a backend that answers by promises
 * can be waited for. This thread sleeps meanwhile, so that the engine is as synchronous as any.
 *
 * Data sets are in shared memory and are not copied; of the order, only the batch's part is sent.
 */
export async function remoteEngine(backend: BackendName): Promise<Engine> {
  const { port1, port2 } = new MessageChannel();
  const replies = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ThreadStart = { backend, port: port2, replies };
  const module = moduleBeside(import.meta.url, './thread');
  const worker = startThread(module, { workerData, transferList: [workerData.port] });
  const details = valueOf(await firstReply(worker)) as Engine['details'];
  worker.unref(); // it ends with the process

  const call = (request: Request): unknown => {
    const before = Atomics.load(replies, 0);
    port1.postMessage(request);
    Atomics.wait(replies, 0, before);
    const received = receiveMessageOnPort(port1) as { readonly message: Reply } | undefined;
    return valueOf(received?.message ?? stopped(backend));
  };
  let networks = 0;
  return {
    name: backend,
    details,
    compile: (model, options) => {
      const network = networks++;
      call({ network, method: 'compile', args: [model, options] });
      return createFacade(model, options, (method, ...args) => call({ network, method, args }));
    },
  };
}

function firstReply(worker: Worker): Promise<Reply> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => resolve(stopped('')));
  });
}

function stopped(backend: string): Reply {
  return { problem: `The thread of the engine ${backend} stopped.`, ofUser: false };
}

function valueOf(reply: Reply): unknown {
  if ('value' in reply) return reply.value;
  throw reply.ofUser ? new UserError(reply.problem) : new Error(reply.problem);
}

type Batch = Parameters<Network['logits']>;
type Result<M extends keyof DeferredNetwork> = ReturnType<Network[M]>;

/** A network that hands every call on. */
function createFacade(
  model: Model,
  { batchSize }: CompileOptions,
  call: (method: keyof DeferredNetwork, ...args: readonly unknown[]) => unknown,
): Network {
  /** Hands on only the part of the order that the batch is. */
  const ofBatch = (
    method: keyof DeferredNetwork,
    [data, order, start, count, ...rest]: readonly [...Batch, ...unknown[]],
  ): unknown => {
    checkBatch(batchSize, order, start, count);
    return call(method, data, order.slice(start, start + count), 0, count, ...rest);
  };
  return {
    model,
    batchSize,
    holdsGates: false,
    load: (...args) => void call('load', ...args),
    parameters: () => call('parameters') as Result<'parameters'>,
    trainStep: (...args) => ofBatch('trainStep', args) as number,
    gradients: (...args) => ofBatch('gradients', args) as Result<'gradients'>,
    logits: (...args) => ofBatch('logits', args) as Float32Array,
    evaluate: (...args) => call('evaluate', ...args) as Result<'evaluate'>,
    outputs: (...args) => call('outputs', ...args) as Float32Array,
    pullback: (...args) => call('pullback', ...args) as Result<'pullback'>,
    activations: (...args) => ofBatch('activations', args) as Result<'activations'>,
    dispose: () => void call('dispose'),
  };
}
