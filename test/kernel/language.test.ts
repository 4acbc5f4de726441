import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { typeScript } from '../../src/kernel/language.js';
import type {
  CellOutcome,
  CellRequest,
  Language,
  Published,
} from '../../src/kernel/server/language.js';
import { newFolder } from '../support/temporary-folder.js';

describe('the language TypeScript', function () {
  this.timeout(90_000);
  const folder = newFolder();
  const published: [id: string, output: Published][] = [];
  let answer: (prompt: string, password: boolean) => Promise<string>;
  let language: Language;
  let cells = 0;

  const started = (where: string): Language =>
    typeScript(where, {
      publish: (id, output) => published.push([id, output]),
      ask: (_id, prompt, password) => answer(prompt, password),
    });
  before(() => {
    language = started(folder);
  });
  after(() => language.close());
  beforeEach(() => {
    published.length = 0;
    answer = () => Promise.reject(new Error('nobody can be asked'));
  });

  const run = (code: string, request: Partial<CellRequest> = {}): Promise<CellOutcome> => {
    const count = ++cells;
    const about = { id: `cell ${count}`, count, silent: false, userExpressions: {} };
    return language.execute({ ...about, code, ...request });
  };
  /** What was published of a type. */
  const shown = (type: string): Published['content'][] =>
    published.filter(([, output]) => output.type === type).map(([, { content }]) => content);
  const text = (): string =>
    shown('stream')
      .map((content) => content.text)
      .join('');
  const resultOf = async (code: string): Promise<unknown> => {
    published.length = 0;
    assert.equal((await run(code)).status, 'ok', code);
    return (shown('execute_result')[0]?.data as Record<string, unknown> | undefined)?.[
      'text/plain'
    ];
  };
  const errorOf = async (code: string): Promise<CellOutcome & { status: 'error' }> => {
    const outcome = await run(code);
    assert.ok(outcome.status === 'error', code);
    return outcome;
  };

  describe('executes', () => {
    it('cells whose names later cells see', async () => {
      assert.equal(await resultOf('let x = 1; const getX = () => x; x'), '1');
      assert.equal(await resultOf('x = 2; getX()'), '2');
      assert.equal(
        await resultOf('class P { #a = 1; static of(p: P) { return p.#a; } } const p = new P();'),
        undefined,
      );
      assert.equal(await resultOf('P.of(p)'), '1');
    });

    it('and publishes results with the number of the cell', async () => {
      cells = 76;
      await run('({ a: 1 })', { id: 'mine' });
      assert.deepEqual(published, [
        [
          'mine',
          {
            type: 'execute_result',
            content: { execution_count: 77, data: { 'text/plain': '{ a: 1 }' }, metadata: {} },
          },
        ],
      ]);
    });

    it('loops at full speed', async () => {
      const code =
        'let sum = 0; const t0 = performance.now(); for (let i = 0; i < 1e7; i++) sum += i; performance.now() - t0';
      assert.ok(Number(await resultOf(code)) < 2000);
    });

    it('silently, and says nothing then', async () => {
      await run('let quiet = 1; quiet', { silent: true });
      assert.deepEqual(published, []);
      assert.equal(await resultOf('quiet + 1'), '2');
    });

    it('expressions of the asker', async () => {
      const { userExpressions: found } = (await run('let e = 5;', {
        userExpressions: { sum: 'e + 1', wrong: 'e.nope', thrown: 'null!["x"]', quiet: 'void 0;' },
      })) as {
        userExpressions: Record<string, { status: string; data?: unknown; ename?: string }>;
      };
      assert.deepEqual(found.sum, { status: 'ok', data: { 'text/plain': '6' }, metadata: {} });
      assert.equal(found.wrong.ename, 'TypeScriptError');
      assert.equal(found.thrown.ename, 'TypeError');
      assert.deepEqual(found.quiet.data, { 'text/plain': 'undefined' });
      assert.equal((await run('throw 1', { userExpressions: { a: '1' } })).status, 'error');
    });

    it('imports, static and dynamic, and again after an edit', async () => {
      const file = path.join(folder, 'lib.ts');
      fs.writeFileSync(file, 'export const version: number = 1;');
      assert.equal(await resultOf("import { version } from './lib'; version"), '1');
      fs.writeFileSync(file, 'export const version: string = "two";');
      fs.utimesSync(file, 5, 5);
      assert.equal(await resultOf("import { version } from './lib'; version.length"), '3');
      assert.equal(await resultOf("(await import('./lib')).version"), "'two'");
      assert.match((await errorOf("await import('./no' + 'where')")).evalue, /nowhere/);
    });
  });

  describe('reports', () => {
    it('errors of types, and runs nothing', async () => {
      const { ename, evalue, traceback } = await errorOf('console.log("ran");\nlet s: string = 1;');
      assert.equal(ename, 'TypeScriptError');
      assert.equal(evalue, "Type 'number' is not assignable to type 'string'.");
      assert.deepEqual(traceback, [
        `cell[${cells}]:2:5 - error TS2322: ${evalue}`,
        '    let s: string = 1;',
        '        ~',
      ]);
      assert.equal(text(), '');
    });

    it('what is thrown, in lines of the cell', async () => {
      const { ename, evalue, traceback } = await errorOf(
        '\nfunction f(): void {\n  throw new RangeError("far");\n}\nf();',
      );
      assert.deepEqual([ename, evalue], ['RangeError', 'far']);
      assert.deepEqual(traceback, [
        ...['RangeError: far', '    throw new RangeError("far");', '          ^'],
        ...[`    at f (cell[${cells}]:3:9)`, `    at cell[${cells}]:5:1`],
      ]);
    });

    it('and keeps what was declared before', async () => {
      await errorOf('const kept = 1; function also() { return kept; } throw 1; const lost = 2;');
      assert.equal(await resultOf('kept + also()'), '2');
      assert.match((await errorOf('lost')).evalue, /Cannot find name 'lost'/);
    });

    it('imports that fail, and declares nothing then', async () => {
      fs.writeFileSync(
        path.join(folder, 'fails.ts'),
        'throw new Error("module fails"); export const there = 1;',
      );
      const { evalue, traceback } = await errorOf(
        "import { there } from './fails'; const after = 1;",
      );
      assert.equal(evalue, 'module fails');
      assert.match(traceback.join('\n'), /fails\.ts:1:7/);
      assert.match((await errorOf('there')).evalue, /Cannot find name/);
    });

    it('a tsconfig.json that cannot be used, once', async () => {
      const broken = newFolder();
      fs.writeFileSync(path.join(broken, 'tsconfig.json'), '{');
      const other = started(broken);
      try {
        for (const id of ['1', '2']) {
          await other.execute({
            id,
            code: 'let a = 1',
            count: 1,
            silent: false,
            userExpressions: {},
          });
        }
        assert.equal(shown('stream').length, 1);
        assert.match(text(), /tsconfig\.json.*not used/);
      } finally {
        await other.close();
      }
    });
  });

  it('sends late output below the cell that made it', async () => {
    await run('setTimeout(() => console.log("late"), 30);', { id: 'early' });
    await run('await new Promise((resolve) => setTimeout(resolve, 150)); console.log("in time");', {
      id: 'later',
    });
    assert.deepEqual(
      published.map(([id, { content }]) => [id, content.text]),
      [
        ['early', 'late\n'],
        ['later', 'in time\n'],
      ],
    );
  });

  it('interrupts, and goes on', async () => {
    language.interrupt(); // nothing runs, nothing happens
    await run('let before = 1;');
    for (const code of ['for (;;) ;', 'await null; for (;;) ;', 'await new Promise(() => {})']) {
      const end = run(`let started = 1; ${code}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      language.interrupt();
      const outcome = await end;
      assert.equal(outcome.status === 'error' && outcome.ename, 'KeyboardInterrupt', code);
    }
    assert.equal(await resultOf('before + started'), '2');
  });

  it('asks', async () => {
    answer = (prompt, password) => Promise.resolve(`${prompt} ${password}`);
    assert.equal(await resultOf('await input("name?")'), "'name? false'");
    assert.equal(await resultOf('await input("word?", { password: true })'), "'word? true'");
    answer = () => Promise.reject(new Error('nobody there'));
    assert.equal((await errorOf('await input()')).evalue, 'nobody there');
  });

  it('carries comms both ways, and knows the open ones', async () => {
    await run(`
      const notebook = (globalThis as any)[Symbol.for('prunelab.notebook')];
      const comm = notebook.openComm({ target: 'slider', id: 'c1' });
      comm.onMessage((data: unknown) => comm.send({ echo: data }));
    `);
    assert.deepEqual([...language.comms()], [['c1', 'slider']]);
    const nothing = { metadata: {}, buffers: [] };
    language.comm({ id: 'm', type: 'comm_msg', content: { comm_id: 'c1', data: 5 }, ...nothing });
    language.comm({
      id: 'm',
      type: 'comm_msg',
      content: { comm_id: 'c1', data: { v: 5 } },
      ...nothing,
    });
    await run('await new Promise((resolve) => setTimeout(resolve, 50));');
    assert.deepEqual(shown('comm_msg').at(-1), { comm_id: 'c1', data: { echo: { v: 5 } } });
    language.comm({
      id: 'm',
      type: 'comm_close',
      content: { comm_id: 'c1', data: {} },
      ...nothing,
    });
    assert.deepEqual([...language.comms()], []);
  });

  it('completes, inspects, and judges code', async () => {
    await run('/** The radius. */ const radius = 1;');
    assert.equal(language.complete('radi', 4).matches[0].text, 'radius');
    assert.match(
      String(language.inspect('radius', 3, 0)?.['text/plain']),
      /const radius: 1\n\nThe radius\./,
    );
    assert.equal(language.isComplete('radius').status, 'complete');
  });

  it('does not miss what is written past it', async () => {
    await run('(await import("node:child_process")).execSync("echo child", { stdio: "inherit" });');
    await run('await new Promise((resolve) => setTimeout(resolve, 100));');
    assert.equal(text(), 'child\n');
  });

  describe('when the process of its cells ends', () => {
    it('says so, and starts a fresh one', async () => {
      await run('let gone = 1;');
      const { ename, evalue } = await errorOf(
        'function f() {} process.kill(process.pid, "SIGKILL"); await new Promise(() => {});',
      );
      assert.equal(ename, 'ProcessEnded');
      assert.match(evalue, /was ended by SIGKILL.*All variables are gone.*from the top/);
      assert.match((await errorOf('gone')).evalue, /Cannot find name 'gone'/);
      assert.match((await errorOf('f()')).evalue, /Cannot find name 'f'/);
      assert.equal(await resultOf('1 + 1'), '2');
    });

    it('says that it crashed', async () => {
      assert.match(
        (await errorOf('process.abort()')).evalue,
        /crashed \(it was ended by SIGABRT\)/,
      );
      assert.equal(await resultOf('2'), '2');
    });

    it('says that memory ran out', async () => {
      const code =
        "(await import('node:v8')).setFlagsFromString('--max-old-space-size=60'); const all: number[][] = []; for (;;) all.push(new Array(1e5).fill(1.5));";
      assert.match((await errorOf(code)).evalue, /ran out of memory/);
      assert.equal(await resultOf('3'), '3');
    });

    it('between two cells, says it below the last one', async () => {
      await run('setTimeout(() => process.abort(), 20);', { id: 'last' });
      while (shown('error').length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(published.at(-1)?.[0], 'last');
      assert.equal(await resultOf('4'), '4');
    });

    it('and cannot be started, says so for each cell, and tries again', async () => {
      const where = newFolder();
      const other = started(where);
      try {
        const tried = (id: string): Promise<CellOutcome> =>
          other.execute({ id, code: '1', count: 1, silent: false, userExpressions: {} });
        await tried('1');
        fs.rmSync(where, { recursive: true });
        await other.execute({
          id: '2',
          code: 'process.abort()',
          count: 2,
          silent: false,
          userExpressions: {},
        });
        const outcome = await tried('3');
        assert.ok(outcome.status === 'error');
        assert.match(outcome.evalue, /could not be started/);
        fs.mkdirSync(where);
        assert.equal((await tried('4')).status, 'ok');
      } finally {
        await other.close();
      }
    });
  });
});
