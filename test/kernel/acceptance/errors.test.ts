import assert from 'node:assert/strict';
import { begin, finish } from '../../support/jupyter/run.js';
import { newProject } from '../../support/jupyter/project.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';

describe('errors of cells', () => {
  const project = newProject({
    'lib.ts':
      'export interface Unused { a: 1 }\nexport function fails(): never {\n  throw new Error("of lib");\n}\n',
  });
  const { kernel, good, bad } = sharedKernel({ cwd: project });
  const stack = (traceback: string): string[] =>
    traceback.split('\n').filter((line) => /^\s+at /.test(line));

  it('are found by strict types, with the place and the code', async () => {
    const { traceback } = await bad('const fine = 1;\nlet s: string = null;');
    assert.match(traceback, /Type 'null' is not assignable to type 'string'/);
    assert.match(traceback, /2:5/);
    assert.match(traceback, /let s: string = null/);
    assert.match(traceback, /[~^]/);
    await good('const maybe: number | undefined = [1].find((n) => n > 1);');
    await bad('maybe.toFixed();');
  });

  it('are found in syntax, with the place and the code', async () => {
    const { traceback } = await bad('const a = 1;\nconst b = ;\n');
    assert.match(traceback, /2:11/);
    assert.match(traceback, /const b = ;/);
  });

  it('have the name and message of what was thrown', async () => {
    const { error, reply } = await bad("throw new RangeError('too far');");
    assert.equal(error, 'RangeError: too far');
    assert.equal(reply.content.ename, 'RangeError');
    assert.equal(reply.content.evalue, 'too far');
    assert.ok(Array.isArray(reply.content.traceback));
    const own = await bad("class PruneError extends Error {} throw new PruneError('all gone');");
    assert.match(own.traceback, /PruneError.*all gone|Error: all gone/);
  });

  it('may be anything that can be thrown', async () => {
    for (const thrown of ["'text'", '{ code: 5 }', 'undefined', 'null', '42n', 'Symbol("s")']) {
      const { reply } = await bad(`throw ${thrown};`);
      assert.ok(typeof reply.content.ename === 'string', thrown);
      assert.ok(typeof reply.content.evalue === 'string', thrown);
    }
    assert.match((await bad("throw 'text';")).traceback, /text/);
  });

  it('tell their causes and parts', async () => {
    const cause = await bad("throw new Error('outer', { cause: new Error('inner') });");
    assert.match(cause.traceback, /outer[^]*inner/);
    const parts = await bad("await Promise.any([Promise.reject(new Error('part'))]);");
    assert.match(parts.traceback, /part/);
  });

  it('name the lines of cells, and nothing of the kernel', async () => {
    await good('// one\n// two\nfunction thrower() {\n  throw new Error("here");\n}');
    const { traceback } = await bad('\n\nthrower();');
    const frames = stack(traceback);
    assert.equal(frames.length, 2, traceback);
    assert.match(frames[0], /thrower.*:4:/);
    assert.match(frames[1], /:3:/);
    const later = stack(
      (await bad('await 0;\n\nawait (async () => { await 0;\nthrower(); })();')).traceback,
    );
    assert.ok(later.length >= 2 && later.length <= 4, later.join('\n'));
    assert.match(later[1], /:4:/);
  });

  it('name the lines of imported TypeScript', async () => {
    const { traceback } = await bad("import { fails } from './lib.ts';\nfails();");
    const frames = stack(traceback);
    assert.match(frames[0], /lib\.ts:3:/);
    assert.match(frames[1], /:2:/);
  });

  it('are short even if the stack is deep', async () => {
    const { error, traceback } = await bad(
      'function deep(): number { return deep() + 1; } deep();',
    );
    assert.match(error, /^RangeError: Maximum call stack/);
    assert.ok(traceback.split('\n').length < 40);
  });

  it('are short even if what was thrown is large', async () => {
    const { reply } = await bad("throw new Error('x'.repeat(1e7));");
    assert.ok(JSON.stringify(reply.content).length < 50_000);
    const parts = 'Array.from({ length: 1000 }, (_, i) => new Error(`part ${i}`))';
    const { traceback } = await bad(`throw new AggregateError(${parts});`);
    assert.match(traceback, /part 9[^]*and 990 more errors/);
    const many = Array.from({ length: 500 }, (_, i) => `const e${i}: string = ${i};`).join('\n');
    assert.match((await bad(many)).traceback, /and 480 more errors$/);
  });

  it('are told even if somebody has broken stacks', async () => {
    await good("Error.prepareStackTrace = () => { throw new Error('broken'); };");
    assert.match((await bad("throw new Error('still told');")).error, /still told/);
  });

  it('include rejections that nobody awaits, in the cell', async () => {
    const { error } = await bad("Promise.reject(new Error('lost'));");
    assert.match(error, /lost/);
    const slow = await bad(
      "void (async () => { await 0; throw new Error('adrift'); })();\n" +
        'await new Promise((resolve) => setTimeout(resolve, 200));',
    );
    assert.match(slow.error, /adrift/);
    await good("Promise.reject(new Error('caught')).catch(() => 0);");
  });

  it('include what a timer throws while the cell waits', async () => {
    const { error } = await bad(
      "setTimeout(() => { throw new Error('from a timer'); }, 20);\n" +
        'await new Promise((resolve) => setTimeout(resolve, 300));',
    );
    assert.match(error, /from a timer/);
  });

  it('that come after the cell are shown under it, and end nothing', async () => {
    const exchange = begin(
      kernel(),
      "const kept = 1; setTimeout(() => { throw new Error('late'); }, 100);",
    );
    assert.equal((await finish(kernel(), exchange)).status, 'ok');
    const shown = (): boolean =>
      exchange.published.some(({ content }) =>
        JSON.stringify(content.evalue ?? content.text ?? '').includes('late'),
      );
    await kernel().until(shown, 'late error', 5);
    assert.equal((await good('kept')).result, '1');
  });

  it('leave the next cell alone, or abort what waits if the cell says so', async () => {
    const failing = "await 0; throw new Error('first');";
    for (const [stopOnError, status] of [
      [false, 'ok'],
      [true, 'aborted'],
    ] as const) {
      const first = begin(kernel(), failing, { stopOnError });
      const second = begin(kernel(), "console.log('second');");
      await finish(kernel(), first);
      const outcome = await finish(kernel(), second);
      assert.equal(outcome.status, status);
      assert.equal(outcome.stdout, stopOnError ? '' : 'second\n');
    }
    await good('1;');
  });

  it('include process.exit, which is refused with a message', async () => {
    await good('let survivor = 7;');
    const { traceback } = await bad('process.exit(3);');
    assert.match(traceback, /exit/);
    assert.equal((await good('survivor')).result, '7');
    await bad("await 0; (await import('node:process')).exit();");
    assert.equal((await good('survivor')).result, '7');
  });
});
