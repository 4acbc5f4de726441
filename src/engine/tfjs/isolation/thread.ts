// The thread in which the networks of a remote engine live; see remote.ts.
import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../../../errors.js';
import type { Model } from '../../../models/model.js';
import type { CompileOptions } from '../../engine.js';
import { type Backend, openBackend } from '../backends.js';
import { createNetwork, type DeferredNetwork } from '../network.js';
import type { Reply, Request, ThreadStart } from './remote.js';
import { type Reading, readLater } from '../tensorflow.js';

const { backend, port, replies } = workerData as ThreadStart;

void start();

async function start(): Promise<void> {
  try {
    const opened = await openBackend(backend);
    const networks = new Map<number, DeferredNetwork>();
    port.on('message', (request: Request) => {
      void reply(() => serve(opened, networks, request));
    });
    process.on('exit', wakeCaller);
    parentPort!.postMessage({ value: opened.details } satisfies Reply);
  } catch (error) {
    parentPort!.postMessage(replyTo(error));
  }
}

async function serve(
  { tf, complaint }: Backend,
  networks: Map<number, DeferredNetwork>,
  { network, method, args }: Request,
): Promise<unknown> {
  if (method === 'compile') {
    networks.set(network, createNetwork(tf, ...(args as [Model, CompileOptions])));
    return undefined;
  }
  const callee = networks.get(network)![method] as (...given: unknown[]) => Reading<unknown>;
  const result = await readLater(callee(...args));
  const problem = complaint();
  if (problem !== undefined) throw new Error(`${backend} failed: ${problem}`);
  return result;
}

async function reply(work: () => Promise<unknown>): Promise<void> {
  let message: Reply;
  try {
    message = { value: await work() };
  } catch (error) {
    message = replyTo(error);
  }
  port.postMessage(message);
  wakeCaller();
}

function wakeCaller(): void {
  Atomics.add(replies, 0, 1);
  Atomics.notify(replies, 0);
}

function replyTo(error: unknown): Reply {
  const problem = error instanceof Error ? error.message : String(error);
  return { problem, ofUser: error instanceof UserError };
}
