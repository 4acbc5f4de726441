import assert from 'node:assert/strict';
import { spawnKernel } from '../../../src/kernel/headless/kernel-process.js';
import type { KernelSpec } from '../../../src/kernel/headless/kernelspec.js';
import { isAlive } from '../../support/notebooks.js';

function spec(script: string): KernelSpec {
  const argv = [process.execPath, '-e', script, '{connection_file}'];
  return { name: 'fake', argv, env: { FROM_SPEC: 'a' }, interruptMode: 'signal' };
}

const options = { cwd: process.cwd(), env: { FROM_OPTIONS: 'b' } };

describe('spawnKernel', () => {
  it('passes the connection file and the environment on, and keeps the last words', async () => {
    const child = spawnKernel(
      spec(
        'console.log(process.argv[1], process.env.FROM_SPEC, process.env.FROM_OPTIONS); process.exit(4)',
      ),
      'c.json',
      options,
    );
    assert.equal(await child.ended, 'ended with exit code 4');
    assert.equal(child.tail(), 'c.json a b');
  });

  it('puts our variables into the environment of the kernelspec, and names the parent', async () => {
    const script =
      'const { A, B, JPY_PARENT_PID } = process.env; console.log(A === process.argv[2], B, JPY_PARENT_PID)';
    const { argv, ...rest } = spec(script);
    const home = { A: '${PATH}:x', B: '${NO_SUCH_NAME}' };
    const child = spawnKernel(
      { ...rest, argv: [...argv, `${process.env.PATH}:x`], env: home },
      'c.json',
      options,
    );
    await child.ended;
    assert.equal(child.tail(), `true \${NO_SUCH_NAME} ${process.pid}`);
  });

  it('says why a command cannot be started', async () => {
    const child = spawnKernel({ ...spec(''), argv: ['no-such-command'] }, 'c.json', options);
    assert.match(await child.ended, /^could not be started \(.*ENOENT/);
    child.kill();
  });

  it('ends the kernel and the processes it started', async function () {
    if (process.platform === 'win32') this.skip();
    const child = spawnKernel(
      spec(
        'const c = require("child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], ' +
          '{ stdio: "ignore" }); console.log(c.pid); setInterval(() => 0, 1000)',
      ),
      'c.json',
      options,
    );
    while (child.tail() === '') await new Promise((resolve) => setTimeout(resolve, 10));
    const grandchild = Number(child.tail());
    assert.ok(isAlive(grandchild));
    child.kill();
    assert.equal(await child.ended, 'was ended by SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok(!isAlive(child.pid!));
    assert.ok(!isAlive(grandchild));
  });

  it('listens to signals only while a kernel runs', async () => {
    const before = process.listenerCount('SIGTERM');
    const child = spawnKernel(spec('setInterval(() => 0, 1000)'), 'c.json', options);
    assert.equal(process.listenerCount('SIGTERM'), before + 1);
    child.kill();
    await child.ended;
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(process.listenerCount('SIGTERM'), before);
  });
});
