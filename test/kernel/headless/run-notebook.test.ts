import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isCodeCell, readNotebook, type Output } from '../../../src/kernel/notebook/notebook.js';
import {
  prepareNotebook,
  runNotebook,
  type NotebookResult,
} from '../../../src/kernel/headless/run-notebook.js';
import { givenByText } from '../../../src/kernel/parameters/given.js';
import { fakeSpec } from '../../support/fake-kernel.js';
import { notebookKernel } from '../../support/kernels.js';
import { isAlive, saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const printPid = 'console.log(process.pid)';

/** The process of the kernel, from a first cell that prints it. */
function kernelPid(result: NotebookResult): number {
  const [output] = result.cells[0].outputs;
  assert.equal(output.output_type, 'stream');
  return Number(output.text);
}

const kernel = notebookKernel();

describe('runNotebook', () => {
  describe('a notebook that succeeds', () => {
    let result: NotebookResult;
    const seen: number[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'prunelab-test-'));
    const path = join(folder, 'a.ipynb');
    const output = join(folder, 'copy.ipynb');
    after(() => rmSync(folder, { recursive: true, force: true }));
    before(async function () {
      this.timeout(60_000);
      saveNotebook(path, [
        { source: '# Title', type: 'markdown' },
        'console.log("a"); console.log("b"); console.error("c");',
        { source: 'const n = 1;', tags: ['parameters'] },
        'console.log(n)',
        { source: 'throw new Error("wanted")', tags: ['raises-exception'] },
        '[process.env.PRUNELAB_TEST, process.cwd()]',
        { source: 'process.exit(1)', tags: ['skip-execution'] },
        { source: 'for (;;);', tags: ['slow'] },
        printPid,
      ]);
      result = await runNotebook(path, {
        kernel,
        parameters: [givenByText('n=2')],
        env: { PRUNELAB_TEST: 'given' },
        output,
        onCell: ({ number }) => seen.push(number),
      });
    });
    const outputs = (number: number): readonly Output[] =>
      result.cells.find((cell) => cell.number === number)!.outputs;
    const text = (number: number): string => {
      const [first] = outputs(number);
      assert.equal(first.output_type, 'stream');
      return first.text;
    };

    it('reaches every code cell, in order', () => {
      assert.equal(result.message, undefined);
      assert.equal(result.status, 'ok');
      assert.deepEqual(seen, [2, 3, 4, 5, 6, 7, 8, 9, 10]);
      assert.deepEqual(
        result.cells.map(({ status }) => status),
        ['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'skipped', 'skipped', 'ok'],
      );
    });

    it('merges streams', () => {
      assert.deepEqual(outputs(2), [
        { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
        { output_type: 'stream', name: 'stderr', text: 'c\n' },
      ]);
    });

    it('runs with the parameters it was given', () => assert.equal(text(5), '2\n'));

    it('keeps the error of a cell that must raise one, and runs the next', () => {
      assert.match(JSON.stringify(outputs(6)), /Error: wanted/);
      assert.match(JSON.stringify(outputs(7)), /'given'/);
    });

    it('starts the kernel in the folder of the notebook', () => {
      assert.ok(JSON.stringify(outputs(7)).includes(folder), JSON.stringify(outputs(7)));
    });

    it('writes a copy with the outputs, and leaves the notebook alone', () => {
      const copy = readNotebook(output);
      assert.equal(result.written, output);
      assert.deepEqual(copy, result.notebook);
      assert.ok(isCodeCell(copy.cells[1]));
      assert.deepEqual(copy.cells[1].outputs, outputs(2));
      assert.equal(copy.cells[1].execution_count, 1);
      const original = readNotebook(path);
      assert.ok(original.cells.every((cell) => !isCodeCell(cell) || cell.outputs.length === 0));
    });

    it('leaves no process behind', () => {
      const pid = Number(text(10));
      assert.ok(pid > 0);
      assert.ok(!isAlive(pid));
    });
  });

  const folder = temporaryFolder();
  const save = (...cells: Parameters<typeof saveNotebook>[1]): string =>
    saveNotebook(join(folder(), 'a.ipynb'), cells);

  it('stops at an error, names it, and leaves no process behind', async () => {
    const output = join(folder(), 'failed.ipynb');
    const path = save(
      { source: 'text', type: 'markdown' },
      printPid,
      'const n: number = 1;\nn.nosuch();',
      'console.log("never")',
    );
    const result = await runNotebook(path, { kernel, output });
    assert.equal(result.status, 'failed');
    assert.ok(
      result.message!.startsWith(`${path}, cell 3 (const n: number = 1;): it failed\n`),
      result.message,
    );
    assert.match(result.message!, /Property 'nosuch' does not exist on type 'number'/);
    assert.deepEqual(
      result.cells.map(({ number, status }) => [number, status]),
      [
        [2, 'ok'],
        [3, 'failed'],
      ],
    );
    assert.match(readFileSync(output, 'utf8'), /Property 'nosuch' does not exist/);
    assert.ok(!isAlive(kernelPid(result)));
  });

  it('interrupts a cell that takes too long, and leaves no process behind', async () => {
    const path = save(
      printPid,
      'for (;;) await new Promise((resolve) => setTimeout(resolve, 50));',
    );
    const result = await runNotebook(path, { kernel, timeout: 1 });
    assert.match(
      result.message!,
      /, cell 2 \(for .*: it took longer than 1 s and was interrupted$/,
    );
    assert.ok(!isAlive(kernelPid(result)));
  });

  it('tells why a kernel does not start', async () => {
    const path = save('1');
    const output = join(folder(), 'copy.ipynb');
    const run = runNotebook(path, { kernel: fakeSpec, output, inPlace: true });
    const { status, message, cells, written } = await run;
    assert.deepEqual({ status, written }, { status: 'no-kernel', written: undefined });
    assert.match(message!, /a\.ipynb: The kernel fake did not start: it could not be started/);
    assert.deepEqual(cells, []);
  });

  it('writes into the notebook itself only if it succeeds', async () => {
    const good = save('console.log("new")');
    const { written } = await runNotebook(good, { kernel, inPlace: true });
    assert.equal(written, good);
    assert.match(readFileSync(good, 'utf8'), /"new\\n"/);
    const before = readFileSync(good, 'utf8');
    const bad = await runNotebook(good, { kernel, inPlace: true, timeout: 1e-3 });
    assert.deepEqual([bad.status, bad.written], ['failed', undefined]);
    assert.equal(readFileSync(good, 'utf8'), before);
  });

  it('can be stopped: the kernel is ended and nothing is written', async () => {
    const path = save(printPid, 'await new Promise((resolve) => setTimeout(resolve, 60_000))');
    const output = join(folder(), 'copy.ipynb');
    const stop = new AbortController();
    const result = await runNotebook(path, {
      kernel,
      output,
      signal: stop.signal,
      onCellStart: (number) => {
        if (number === 2) setTimeout(() => stop.abort(), 100);
      },
    });
    assert.equal(result.status, 'stopped');
    assert.equal(
      result.message,
      `${path}: stopped in cell 2 (await new Promise((resolve) => setTimeout(resolve, 60_000)))`,
    );
    assert.ok(!existsSync(output));
    assert.ok(!isAlive(kernelPid(result)));
  });

  it('refuses bad tags, options and parameters before any kernel starts', async () => {
    const path = save({ source: 'f()', tags: ['timeout=soon'] });
    await assert.rejects(prepareNotebook(path, {}), /Cell 1 of .* is tagged timeout=soon/);
    const good = save('f()');
    await assert.rejects(prepareNotebook(good, { startTimeout: 0 }), /startTimeout is 0/);
    await assert.rejects(prepareNotebook(good, { cwd: 'no/such' }), /The working folder no\/such/);
    const parameters = [givenByText('n=2')];
    await assert.rejects(prepareNotebook(good, { parameters }), /takes no parameters/);
  });

  it('takes the kernel along when it is told to end', async () => {
    const path = save(printPid, 'await new Promise((resolve) => setTimeout(resolve, 60_000))');
    const source = pathToFileURL(join(process.cwd(), 'src/kernel/headless/run-notebook.ts')).href;
    const kernels = pathToFileURL(join(process.cwd(), 'test/support/kernels.ts')).href;
    const script = join(folder(), 'script.mts');
    writeFileSync(
      script,
      `import { runNotebook } from '${source}';\n` +
        `import { notebookKernel } from '${kernels}';\n` +
        `await runNotebook(process.argv[2], {\n` +
        `  kernel: notebookKernel(), onCell: (c) => console.log(c.outputs[0].text) });`,
    );
    const runner = spawn(process.execPath, ['--import', 'tsx', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      runner.stdout.on('data', (data: Buffer) => resolve(Number(data.toString())));
    });
    assert.ok(isAlive(pid));
    runner.kill('SIGTERM');
    const signal = await new Promise((resolve) => runner.once('exit', (_, by) => resolve(by)));
    assert.equal(signal, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(!isAlive(pid));
  });
});
