import assert from 'node:assert/strict';
import { begin, finish, outcome, type Outcome } from '../../support/jupyter/run.js';
import { newProject } from '../../support/jupyter/project.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

const numbers = (n: number): string => Array.from({ length: n }, (_, i) => `${i}\n`).join('');
const sleep = 'await new Promise((resolve) => setTimeout(resolve, 300));';

/** A cell that waits for a worker to end. */
const ofWorker = (code: string): string =>
  `import { Worker } from 'node:worker_threads'; const worker = new Worker(${code}); ` +
  `await new Promise((resolve) => worker.on('exit', resolve)); ${sleep}`;

describe('what cells print', () => {
  const project = newProject({
    'worker.mjs': "console.log('from the worker');\n",
    'typed-worker.ts': "const text: string = 'from a typed worker';\nconsole.log(text);\n",
  });
  const { kernel, good } = sharedKernel({ cwd: project });

  it('arrives whole and in order, 100,000 lines in one go', async () => {
    const { stdout, published } = await good('for (let i = 0; i < 100000; i++) console.log(i);');
    assert.ok(stdout === numbers(100_000), `${stdout.split('\n').length - 1} lines`);
    assert.ok(published.length < 5000, `${published.length} messages`);
  });

  it('arrives whole if the loop awaits now and then', async () => {
    const { stdout } = await good(
      'for (let i = 0; i < 20000; i++) { console.log(i); if (i % 100 === 0) await 0; ' +
        'if (i % 1000 === 0) await new Promise((resolve) => setTimeout(resolve, 1)); }',
    );
    assert.ok(stdout === numbers(20_000), `${stdout.split('\n').length - 1} lines`);
  });

  it('arrives in one piece, however large and in whatever script', async () => {
    const { stdout } = await good("process.stdout.write('näé✓🐙'.repeat(200000));");
    assert.ok(stdout === 'näé✓🐙'.repeat(200_000), `${stdout.length} characters`);
  });

  it('keeps the order of both streams', async () => {
    const { published } = await good(
      "for (let i = 0; i < 3; i++) { console.log('out', i); console.error('err', i); }",
    );
    const texts = published.map(({ content }) => (content.text ?? '') as string).join('');
    assert.equal(texts, 'out 0\nerr 0\nout 1\nerr 1\nout 2\nerr 2\n');
  });

  it('keeps the order of streams, displays and the result', async () => {
    const { types } = await good(
      "console.log('a'); (globalThis as any)[Symbol.for('prunelab.notebook')].publish({ 'text/plain': 'b' }); " +
        "console.log('c'); 'd'",
    );
    const shown = types.filter((type) => type !== 'execute_input').join();
    assert.equal(shown, 'stream,display_data,stream,execute_result');
  });

  it('arrives while the cell computes, every line of it', async () => {
    const exchange = begin(
      kernel(),
      "console.log('at once'); console.log('and more'); " +
        'const stop = performance.now() + 3000; while (performance.now() < stop);',
    );
    const text = (): string =>
      exchange.published.map(({ content }) => (content.text ?? '') as string).join('');
    await kernel().until(() => text() === 'at once\nand more\n', 'stream', 10);
    assert.equal(exchange.reply, undefined);
    await finish(kernel(), exchange);
  });

  it('belongs to its own cell, however late it comes', async () => {
    const early = begin(
      kernel(),
      "setTimeout(() => console.log('late'), 300); const again = setInterval(() => console.error('tick'), 100); " +
        'setTimeout(() => clearInterval(again), 450); ' +
        "void Promise.resolve().then(async () => { await new Promise((resolve) => setTimeout(resolve, 350)); console.log('later'); });",
    );
    await finish(kernel(), early);
    const next = await good(`console.log('mine'); ${sleep} ${sleep} console.log('mine too');`);
    assert.equal(next.stdout, 'mine\nmine too\n');
    assert.equal(next.stderr, '');
    const said: Outcome = outcome(early);
    assert.equal(said.stdout, 'late\nlater\n');
    assert.match(said.stderr, /^(tick\n){3,4}$/);
  });

  it('includes all ways to print', async () => {
    const { stdout, stderr } = await good(
      "console.table([{ a: 1 }]); console.info('info'); console.debug('debug'); console.dir({ b: 2 }); " +
        "console.warn('warn'); console.group('g'); console.log('inside'); console.groupEnd(); " +
        "process.stdout.write('no line'); process.stderr.write(new Uint8Array([66, 10]));",
    );
    assert.match(stdout, /│ 1 │/);
    assert.ok(stdout.endsWith('info\ndebug\n{ b: 2 }\ng\n  inside\nno line'), stdout);
    assert.equal(stderr, 'warn\nB\n');
  });

  it('includes what goes straight to the file descriptors', async () => {
    const { stdout } = await good(
      `import { writeSync } from 'node:fs'; writeSync(1, 'to descriptor 1\\n'); ${sleep}`,
    );
    assert.match(stdout, /to descriptor 1/);
  });

  it('includes what child processes print', async () => {
    const { stdout, stderr } = await good(
      "import { execSync, spawn } from 'node:child_process'; execSync('echo sync', { stdio: 'inherit' }); " +
        "await new Promise((resolve) => spawn('sh', ['-c', 'echo async; echo bad >&2'], { stdio: 'inherit' }).on('close', resolve)); " +
        sleep,
    );
    assert.match(stdout, /sync\n/);
    assert.match(stdout, /async\n/);
    assert.match(stderr, /bad\n/);
  });

  it('includes what workers print', async () => {
    const inline = await good(ofWorker(`"console.log('inline')", { eval: true }`));
    assert.match(inline.stdout, /inline/);
    const file = await good(ofWorker("new URL('./worker.mjs', import.meta.url)"));
    assert.match(file.stdout, /from the worker/);
  });

  it('includes what a worker written in TypeScript prints', async () => {
    const typed = await good(ofWorker("new URL('./typed-worker.ts', import.meta.url)"));
    assert.match(typed.stdout, /from a typed worker/);
  });

  it('does not outgrow the interrupt: a flood can be stopped', async () => {
    const exchange = begin(kernel(), "while (true) console.log('flood');");
    await kernel().until(() => exchange.published.length > 20, 'flood');
    kernel().interrupt();
    assert.equal((await finish(kernel(), exchange)).status, 'error');
    assert.equal((await good('1 + 1')).result, '2');
  });
});
