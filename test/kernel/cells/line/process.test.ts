import assert from 'node:assert/strict';
import { once, EventEmitter } from 'node:events';
import { startCells, type CellsProcess } from '../../../../src/kernel/cells/line/process.js';
import type { FromCells, RunEnd } from '../../../../src/kernel/cells/line/messages.js';
import { newFolder } from '../../../support/temporary-folder.js';

/** The process with its line and its thread: what is written here is what a cell's body is. */
describe('the process of the cells', function () {
  this.timeout(60_000);
  const folder = newFolder();
  const events = new EventEmitter();
  const heard: FromCells[] = [];
  let written = '';
  let cells: CellsProcess;
  const start = async (): Promise<void> => {
    cells = startCells(folder, {
      message: (message) => {
        heard.push(message);
        events.emit(message.type, message);
      },
      written: (_name, text) => (written += text),
      ended: (how) => events.emit('ended', how),
    });
    const ready = await Promise.race([once(events, 'ready'), once(events, 'ended')]);
    assert.deepEqual(ready, [{ type: 'ready' }], written);
  };
  before(start);
  after(() => cells.kill());
  beforeEach(() => {
    heard.length = 0;
    written = '';
  });

  const noMap = '{"version":3,"sources":[],"sourcesContent":[],"mappings":""}';
  let runs = 0;
  /** Sends a cell whose body is this code. */
  const send = (code: string, show: 'publish' | 'return' | 'no' = 'no'): string => {
    const id = `run ${++runs}`;
    const file = `cell[${runs}]`;
    const nothing = { imports: [], modules: [], owners: [], shifts: [] };
    const unit = {
      file,
      folder,
      code,
      async: /\bawait\b/.test(code),
      showsValue: true,
      sourceMap: noMap,
      ...nothing,
    };
    cells.send({ type: 'run', id, unit, show });
    return id;
  };
  const done = async (id: string): Promise<RunEnd> => {
    for (;;) {
      const [message] = (await once(events, 'done')) as [FromCells & { type: 'done' }];
      if (message.id === id) return message.end;
    }
  };
  const run = (code: string, show?: 'publish' | 'return' | 'no'): Promise<RunEnd> =>
    done(send(code, show));
  const text = (): string =>
    heard
      .map((each) =>
        each.type === 'publish' && each.output.type === 'stream' ? each.output.content.text : '',
      )
      .join('');

  it('runs cells and gives results back', async () => {
    assert.deepEqual(await run('$$run.value = 1 + 1;', 'return'), {
      ...{ value: { 'text/plain': '2' }, reached: 0 },
    });
    assert.deepEqual(await run('$$run.reached = 3;'), { reached: 3 });
  });

  it('says what a cell throws, and how far it came', async () => {
    const { error, reached } = await run('$$run.reached = 2; throw new TypeError("no");');
    assert.deepEqual([error?.ename, error?.evalue, reached], ['TypeError', 'no', 2]);
  });

  it('ends a cell by an error that nobody handles, and what it left behind', async () => {
    const code =
      'setTimeout(() => { throw new RangeError("late"); }, 5); setTimeout(() => console.log("dead"), 20); await new Promise(() => {});';
    assert.equal((await run(code)).error?.evalue, 'late');
    const rejected = await run('Promise.reject(new Error("alone")); await new Promise(() => {});');
    assert.equal(rejected.error?.evalue, 'alone');
    await run('await new Promise((resolve) => setTimeout(resolve, 50));');
    assert.equal(text(), '');
  });

  it('shows what fails after the end of its cell, below that cell', async () => {
    const id = send('setTimeout(() => { console.log("later"); null.x; }, 10);');
    await done(id);
    await run('await new Promise((resolve) => setTimeout(resolve, 60));');
    const late = heard
      .filter((each) => each.type === 'publish')
      .map((each) => [each.id, each.output.type]);
    assert.deepEqual(late, [
      [id, 'stream'],
      [id, 'error'],
    ]);
  });

  it('sends whatever a flood brings, in order', async () => {
    const { error } = await run('for (let i = 0; i < 200000; i++) console.log("line " + i);');
    assert.equal(error, undefined);
    const lines = text().split('\n');
    assert.equal(lines.length, 200_001);
    assert.ok(lines.slice(0, -1).every((line, i) => line === `line ${i}`));
  });

  it('makes a flood wait, so that memory stays small', async () => {
    const flood =
      'const block = "x".repeat(1 << 20); for (let i = 0; i < 450; i++) process.stdout.write(block);';
    const { value } = await run(
      `${flood} $$run.value = process.memoryUsage().rss >> 20;`,
      'return',
    );
    const megabytes = Number(value?.['text/plain']);
    // Held back, the flood would lie there twice: as texts, and as bytes for the line.
    assert.ok(megabytes > 0 && megabytes < 650, `${megabytes} MB`);
    assert.equal(text().length, 450 << 20);
  });

  for (const [kind, code] of [
    ['a loop', 'for (;;) ;'],
    ['a loop after an await', 'await null; for (;;) ;'],
    ['a loop in a timer', 'setTimeout(() => { for (;;) ; }, 1); await new Promise(() => {});'],
    ['a loop of promises', 'const spin = () => Promise.resolve().then(spin); await spin();'],
    ['a wait', 'await new Promise(() => {});'],
    [
      'a chain of timers',
      'const again = () => { console.log("."); setTimeout(again, 1); }; again(); await new Promise(() => {});',
    ],
    ['a loop that catches everything', 'for (;;) try { for (;;) ; } catch {}'],
    ['a flood', 'for (;;) console.log("flood".repeat(1000));'],
  ] as const) {
    it(`interrupts ${kind}`, async () => {
      const id = send(code);
      await new Promise((resolve) => setTimeout(resolve, 100));
      cells.send({ type: 'interrupt' });
      assert.equal((await done(id)).error?.ename, 'KeyboardInterrupt');
      heard.length = 0;
      const { value } = await run(
        'await new Promise((resolve) => setTimeout(resolve, 20)); $$run.value = "well";',
        'return',
      );
      assert.equal(value?.['text/plain'], "'well'");
      assert.equal(text(), '');
    });
  }

  it('lets a cell hear of the interrupt', async () => {
    const id = send(
      'interrupted.addEventListener("abort", () => console.log("heard", interrupted.reason.name)); await new Promise(() => {});',
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    cells.send({ type: 'interrupt' });
    await done(id);
    assert.equal(text(), 'heard KeyboardInterrupt\n');
  });

  it('does not start a cell that is interrupted before it starts', async () => {
    const id = send('console.log("started");');
    cells.send({ type: 'interrupt' });
    const { error } = await done(id);
    await run('1;');
    assert.ok(error === undefined ? text() !== '' : text() === '', 'it ran, or it was interrupted');
  });

  it('asks, and takes the answer', async () => {
    events.once('ask', ({ ask }: { ask: number }) =>
      cells.send({ type: 'answer', ask, text: 'Ada' }),
    );
    const { value } = await run('$$run.value = await input("name? ");', 'return');
    assert.equal(value?.['text/plain'], "'Ada'");
    events.once('ask', ({ ask }: { ask: number }) =>
      cells.send({ type: 'answer', ask, error: 'nobody there' }),
    );
    assert.equal((await run('await input();')).error?.evalue, 'nobody there');
  });

  it('hands on what is written past it', async () => {
    await run(
      'require("node:child_process").spawnSync("echo", ["from a child"], { stdio: "inherit" });',
    );
    await run(
      'require("node:fs").writeSync(2, "direct\\n"); await new Promise((r) => setTimeout(r, 50));',
    );
    assert.equal(written, 'from a child\ndirect\n');
  });

  it('refuses to exit', async () => {
    assert.match((await run('process.exit(0);')).error?.evalue ?? '', /refused/);
  });

  it('says how it ended', async () => {
    for (const [code, how] of [
      [
        'process.kill(process.pid, "SIGTERM"); await new Promise(() => {});',
        /^was ended by SIGTERM$/,
      ],
      ['process.abort();', /^was ended by SIGABRT$/],
    ] as const) {
      const ended = once(events, 'ended');
      send(code);
      assert.match(((await ended) as [string])[0], how);
      await start();
    }
  });
});
