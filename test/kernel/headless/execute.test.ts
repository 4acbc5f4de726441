import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { execute, type Execution } from '../../../src/kernel/headless/execute.js';
import { stockTslab } from '../../../src/kernel/headless/kernelspec.js';
import { fakeKernel, type Answer } from '../../support/fake-kernel.js';

const run = (answers: readonly Answer[], timeout = 10): Promise<Execution> =>
  execute(fakeKernel(answers), 'f()', { timeout, onOutput: () => undefined });

describe('execute', () => {
  it('hands output on and ends with the reply', async () => {
    const heard: string[] = [];
    const kernel = fakeKernel([
      {
        published: [['stream', { name: 'stdout', text: 'a' }]],
        reply: { status: 'ok', execution_count: 3 },
      },
    ]);
    const execution = await execute(kernel, 'f()', {
      timeout: 10,
      onOutput: ({ type, content }) => heard.push(`${type} ${String(content.text)}`),
    });
    assert.deepEqual(execution, { status: 'ok', executionCount: 3, detail: '', outputLost: false });
    assert.deepEqual(heard, ['stream a']);
    assert.deepEqual(kernel.codes, ['f()']);
  });

  it('asks for nothing on stdin, since nobody is there to answer', async () => {
    const kernel = fakeKernel([{ reply: { status: 'ok' } }]);
    await execute(kernel, 'f()', { timeout: 10, onOutput: () => undefined });
    assert.equal(kernel.requests[0].allow_stdin, false);
  });

  it('tells the error of the reply', async () => {
    const { status, detail } = await run([
      { reply: { status: 'error', ename: 'TypeError', evalue: 'no' } },
    ]);
    assert.deepEqual({ status, detail }, { status: 'error', detail: 'TypeError: no' });
  });

  it('sends code again that stock tslab put aside after an error', async () => {
    const kernel = fakeKernel(
      [
        { reply: { status: 'abort' } },
        { reply: { status: 'aborted' } },
        { reply: { status: 'ok' } },
      ],
      stockTslab(),
    );
    const { status } = await execute(kernel, 'f()', { timeout: 10, onOutput: () => undefined });
    assert.equal(status, 'ok');
    assert.deepEqual(kernel.codes, ['f()', 'f()', 'f()']);
  });

  it('takes an abort of any other kernel for a failure', async () => {
    const { status, detail } = await run([{ reply: { status: 'aborted' } }]);
    assert.equal(status, 'error');
    assert.equal(detail, 'The kernel put the cell aside after an earlier error.');
  });

  it('does not wait for ever for a kernel that never says that all is sent', async () => {
    const { status, outputLost } = await run([{ reply: { status: 'ok' }, idle: false }]);
    assert.deepEqual({ status, outputLost }, { status: 'ok', outputLost: true });
  });

  it('waits for the rest of the output after the end, however long the code was silent', async () => {
    const answered = { type: 'execute_reply', id: 'id', parentId: 'request' };
    const reply = sleep(2200, { ...answered, content: { status: 'ok' } });
    let idle = false;
    void reply.then(() => setTimeout(() => (idle = true), 50));
    const kernel = { ...fakeKernel([]), request: () => ({ reply, idle: () => idle }) };
    const { outputLost } = await execute(kernel, 'f()', { timeout: 10, onOutput: () => undefined });
    assert.equal(outputLost, false);
  }).timeout(10_000);

  it('interrupts what takes too long', async () => {
    const answer = { whenInterrupted: { status: 'error' } };
    assert.equal((await run([answer], 0.05)).status, 'timeout');
  });

  it('gives up on a kernel that does not stop', async () => {
    assert.equal((await run([{}], 0.05)).status, 'unresponsive');
  });

  it('notices the end of the kernel', async () => {
    const { status, detail } = await run([{ end: 'ended with exit code 1' }]);
    assert.deepEqual({ status, detail }, { status: 'dead', detail: 'ended with exit code 1' });
  });
});
