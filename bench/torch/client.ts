import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** One way to run a model's training step in PyTorch. */
export interface TorchStep {
  readonly model: string;
  readonly batch: number;
  readonly channelsLast: boolean;
  readonly adam: 'single' | 'foreach' | 'fused';
}

/** A Python process with PyTorch, one thread, that times training steps on request. */
export interface Torch {
  readonly version: string;
  prepare(step: TorchStep): Promise<number>;
  /** Milliseconds per step over about `milliseconds`. */
  time(id: number, milliseconds: number): Promise<number>;
  close(): void;
}

export const torchFolder = path.dirname(fileURLToPath(import.meta.url));

/** Starts bench/torch/steps.py; rejects if that Python has no torch. */
export async function startTorch(python: string): Promise<Torch> {
  const child = spawn(python, [path.join(torchFolder, 'steps.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${python} ended with status ${code}`)));
  });
  failed.catch(() => undefined); // of no interest once it has answered everything
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const answer = async (): Promise<Record<string, number | string>> => {
    const line = await Promise.race([lines.next(), failed]);
    return JSON.parse(line.value as string) as Record<string, number | string>;
  };
  const ask = (request: object): Promise<Record<string, number | string>> => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    return answer();
  };
  const { torch } = await answer();
  return {
    version: String(torch),
    prepare: async (step) => Number((await ask({ prepare: step })).id),
    time: async (id, milliseconds) => Number((await ask({ time: id, milliseconds })).milliseconds),
    close: () => child.stdin.end(),
  };
}
