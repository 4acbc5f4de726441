import assert from 'node:assert/strict';
import { startKernel, type Kernel } from '../../../src/kernel/headless/client.js';
import { stockTslab, type KernelSpec } from '../../../src/kernel/headless/kernelspec.js';
import type { Message } from '../../../src/kernel/protocol/message.js';
import { isAlive } from '../../support/notebooks.js';

function spec(script: string): KernelSpec {
  return { name: 'fake', argv: [process.execPath, '-e', script], env: {}, interruptMode: 'signal' };
}

const options = { cwd: process.cwd(), env: {} };

describe('startKernel', () => {
  it('tells what a kernel printed that ends at once', async () => {
    await assert.rejects(
      startKernel(spec('console.error("no such option"); process.exit(2)'), options),
      /^Error: The kernel fake did not start: it ended with exit code 2\. It printed:\nno such option$/,
    );
  });

  it('does not wait for ever for a kernel that never answers, and ends it', async () => {
    const script = 'console.log(process.pid); setInterval(() => 0, 1000)';
    const started = startKernel(spec(script), { ...options, startTimeout: 1 });
    const error = await started.then(() => 'it started', String);
    const [, pid] = /did not answer within 1 s\. It printed:\n(\d+)/.exec(error)!;
    assert.ok(!isAlive(Number(pid)));
  });

  describe('with stock tslab', () => {
    let kernel: Kernel;
    before(async () => {
      kernel = await startKernel(stockTslab(), options);
    });
    after(() => kernel.shutdown());

    it('answers, and says when all is sent', async () => {
      const heard: Message[] = [];
      const request = kernel.request('execute_request', { code: 'console.log(6 * 7)' }, (message) =>
        heard.push(message),
      );
      const reply = await request.reply;
      assert.equal(reply.type, 'execute_reply');
      assert.equal(reply.content.status, 'ok');
      while (!request.idle()) await new Promise((resolve) => setTimeout(resolve, 5));
      const stream = heard.find(({ type }) => type === 'stream');
      assert.equal(stream?.content.text, '42\n');
    });

    it('survives an interrupt', async () => {
      const code = 'await new Promise((resolve) => setTimeout(resolve, 60_000))';
      const request = kernel.request('execute_request', { code }, () => undefined);
      setTimeout(() => kernel.interrupt(), 300);
      assert.equal((await request.reply).content.status, 'error');
      assert.ok(isAlive(kernel.pid));
    });

    it('is gone after its shutdown, which can be asked for twice', async () => {
      await Promise.all([kernel.shutdown(), kernel.shutdown()]);
      assert.ok(!isAlive(kernel.pid));
    });
  });
});
