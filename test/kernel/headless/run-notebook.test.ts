import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isCodeCell, readNotebook, type Output } from '../../../src/kernel/notebook/notebook.js';
import { runNotebook, type NotebookResult } from '../../../src/kernel/headless/run-notebook.js';
import { isAlive, saveNotebook } from '../../support/notebooks.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const printPid = 'console.log(process.pid)';

/** The process of the kernel, from a first cell that prints it. */
function kernelPid(result: NotebookResult): number {
  const [output] = result.cells[0].outputs;
  assert.equal(output.output_type, 'stream');
  return Number(output.text);
}

describe('runNotebook with stock tslab', () => {
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
        'import { newDisplay } from "tslab"; const d = newDisplay(); d.html("0");',
        'd.html("1"); await new Promise((resolve) => setTimeout(resolve, 10));',
        { source: 'throw new Error("wanted")', tags: ['raises-exception'] },
        '[process.env.PRUNELAB_TEST, process.cwd()]',
        { source: 'process.exit(1)', tags: ['skip-execution'] },
        'for (let i = 0; i < 20000; i++) console.log("line", i);',
        'console.log("after the flood")',
        printPid,
      ]);
      result = await runNotebook(path, {
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
        ['ok', 'ok', 'ok', 'ok', 'ok', 'skipped', 'ok', 'ok', 'ok'],
      );
    });

    it('merges streams', () => {
      assert.deepEqual(outputs(2), [
        { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
        { output_type: 'stream', name: 'stderr', text: 'c\n' },
      ]);
    });

    it('updates a display in the cell that made it', () => {
      assert.deepEqual(outputs(3), [
        { output_type: 'display_data', data: { 'text/html': '1' }, metadata: {} },
      ]);
      assert.deepEqual(outputs(4), []);
    });

    it('keeps the error of a cell that must raise one, and runs the next', () => {
      assert.match(text(5), /Error: wanted/);
      assert.match(text(6), /'given'/);
    });

    it('starts the kernel in the folder of the notebook', () => {
      assert.ok(text(6).includes(folder), text(6));
    });

    it('goes on when the kernel loses output, and says so', () => {
      assert.deepEqual(
        result.cells.filter(({ outputLost }) => outputLost).map(({ number }) => number),
        [8],
      );
      assert.equal(text(9), 'after the flood\n');
    });

    it('writes a copy with the outputs, and leaves the notebook alone', () => {
      const copy = readNotebook(output);
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
    const result = await runNotebook(path, { output });
    assert.equal(result.status, 'failed');
    assert.equal(
      result.message,
      `${path}, cell 3 (const n: number = 1;): it failed\n` +
        "2:3 - Property 'nosuch' does not exist on type 'number'.",
    );
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
    const result = await runNotebook(path, { timeout: 1 });
    assert.match(
      result.message!,
      /, cell 2 \(for .*: it took longer than 1 s and was interrupted$/,
    );
    assert.ok(!isAlive(kernelPid(result)));
  });

  it('ends a kernel that does not stop when interrupted', async () => {
    const path = save(printPid, 'await Promise.resolve(); for (;;);');
    const result = await runNotebook(path, { timeout: 1 });
    assert.match(result.message!, /it took longer than 1 s and did not stop when interrupted$/);
    assert.ok(!isAlive(kernelPid(result)));
  });

  it('tells that the kernel died, whatever the tags', async () => {
    const path = save(printPid, { source: 'process.exit(3)', tags: ['raises-exception'] });
    const result = await runNotebook(path);
    assert.equal(
      result.message,
      `${path}, cell 2 (process.exit(3)): the kernel ended with exit code 3`,
    );
    assert.ok(!isAlive(kernelPid(result)));
  });

  it('finds a rejection that nobody awaits, though it comes after the last cell', async () => {
    const path = save('void Promise.reject(new Error("late"));');
    const { status, message } = await runNotebook(path);
    assert.equal(status, 'failed');
    assert.match(message!, /cell 1 .*an error that nobody handled\nUnhandledPromise.*Error: late/);
  });

  it('tells why a kernel does not start', async () => {
    const path = save('1');
    const kernel = {
      name: 'mine',
      argv: ['no-such-command'],
      env: {},
      interruptMode: 'signal',
    } as const;
    const { status, message, cells } = await runNotebook(path, { kernel });
    assert.equal(status, 'failed');
    assert.match(message!, /a\.ipynb: The kernel mine did not start: it could not be started/);
    assert.deepEqual(cells, []);
  });

  it('takes the kernel along when it is told to end', async () => {
    const path = save(printPid, 'await new Promise((resolve) => setTimeout(resolve, 60_000))');
    const source = pathToFileURL(join(process.cwd(), 'src/kernel/headless/run-notebook.ts')).href;
    const script = join(folder(), 'script.mts');
    writeFileSync(
      script,
      `import { runNotebook } from '${source}';\n` +
        `await runNotebook(process.argv[2], { onCell: (c) => console.log(c.outputs[0].text) });`,
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
