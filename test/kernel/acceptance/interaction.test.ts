import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { begin, finish, inputRequest } from '../../support/jupyter/run.js';
import { newProject } from '../../support/jupyter/project.js';
import { sharedKernel } from '../../support/jupyter/shared-kernel.js';
import type { Json, RawMessage } from '../../support/jupyter/wire.js';

describe('help while one types', () => {
  const project = newProject({
    'src/pruning.ts': 'export const prune = 1;\n',
    'src/plots.ts': 'export const plot = 1;\n',
  });
  const { kernel, good, bad } = sharedKernel({ cwd: project });

  /** What completes the code at `|`, with the code before and after it. */
  const completed = async (marked: string): Promise<string[]> => {
    const code = marked.replace('|', '');
    // Jupyter counts characters, JavaScript halves of some.
    const cursor_pos = Array.from(marked.slice(0, marked.indexOf('|'))).length;
    const { content } = await kernel().request('shell', 'complete_request', { code, cursor_pos });
    assert.equal(content.status, 'ok');
    const characters = Array.from(code);
    const [start, end] = [content.cursor_start as number, content.cursor_end as number];
    return (content.matches as string[]).map(
      (match) => characters.slice(0, start).join('') + match + characters.slice(end).join(''),
    );
  };
  const inspected = async (marked: string, detail_level = 0): Promise<string> => {
    const code = marked.replace('|', '');
    const request = { code, cursor_pos: marked.indexOf('|'), detail_level };
    const { content } = await kernel().request('shell', 'inspect_request', request);
    assert.equal(content.status, 'ok');
    const text = (content.data as Json)['text/plain'];
    return typeof text === 'string' ? text : '';
  };
  const includes = (list: readonly string[], entry: string): void =>
    assert.ok(list.includes(entry), `${entry} is not among ${list.slice(0, 8).join(' | ')}`);

  it('completes names and properties, of this cell and of earlier ones', async () => {
    await good('const network = { layers: [1, 2], trainSteps: 5 };');
    includes(await completed('netw|'), 'network');
    includes(await completed('network.train|'), 'network.trainSteps');
    includes(await completed('network.layers.redu|'), 'network.layers.reduce');
    includes(
      await completed('const here = { colour: 1 };\nhere.|'),
      'const here = { colour: 1 };\nhere.colour',
    );
    includes(await completed('console.lo|; const after = 1;'), 'console.log; const after = 1;');
  });

  it('counts characters as Jupyter does', async () => {
    await good('const afterFish = 1;');
    includes(await completed("const fish = '🐟🐠'; afterF|"), "const fish = '🐟🐠'; afterFish");
  });

  it('completes options, and values that a type allows', async () => {
    await good(
      "function draw(options: { colour: 'red' | 'green'; width?: number }) { return options; }",
    );
    includes(await completed('draw({ wid|'), 'draw({ width');
    includes(await completed("draw({ colour: 'gr|' })"), "draw({ colour: 'green' })");
  });

  it('completes paths of imports, and what they offer', async () => {
    includes(await completed("import {} from './src/pr|'"), "import {} from './src/pruning'");
    includes(await completed("import {} from './s|'"), "import {} from './src'");
    includes(await completed("import {} from 'arq|'"), "import {} from 'arquero'");
    includes(
      await completed("import { pru| } from './src/pruning'"),
      "import { prune } from './src/pruning'",
    );
  });

  it('tells types and documentation, also inside a call', async () => {
    await good(
      '/** Halves a density. */\nfunction halve(density: number, times = 1): number { return density / 2 ** times; }',
    );
    assert.match(
      await inspected('hal|ve(1)'),
      /halve\(density: number, times\?: number\): number[^]*Halves a density/,
    );
    assert.match(await inspected('halve(|'), /density: number/);
    assert.match(await inspected('halve(0.5, |)'), /times/);
    const unknown = await kernel().request('shell', 'inspect_request', {
      code: 'nothingOfTheSort',
      cursor_pos: 3,
      detail_level: 0,
    });
    assert.equal(unknown.content.found, false);
  });

  it('helps while a cell runs', async () => {
    await good('const whileRunning = 1;');
    const exchange = begin(
      kernel(),
      'const until = performance.now() + 3000; while (performance.now() < until);',
    );
    includes(await completed('whileRun|'), 'whileRunning');
    assert.equal(exchange.reply, undefined, 'the answer came after the cell');
    await finish(kernel(), exchange);
  });

  it('knows the names of a cell that failed half-way', async () => {
    await bad("const halfwayName = 1; throw new Error('x');");
    includes(await completed('halfwayN|'), 'halfwayName');
  });

  it('says whether code is complete, and how it goes on', async () => {
    const status = async (code: string): Promise<unknown> =>
      (await kernel().request('shell', 'is_complete_request', { code })).content.status;
    for (const code of ['1 + 1', 'const a = `x`', 'if (true) {}', '// text', '']) {
      assert.equal(await status(code), 'complete', code);
    }
    for (const code of ['if (true) {', 'const a = `x', 'f(1,', 'const b =', '/* text', '[1, 2']) {
      assert.equal(await status(code), 'incomplete', code);
    }
    for (const code of ['const = = 3', ')', 'class 5 {}']) {
      assert.equal(await status(code), 'invalid', code);
    }
  });

  it('remembers cells', async () => {
    await good('const remembered1 = 1;');
    await good('const remembered2 = 2;');
    const history = async (content: Json): Promise<string[]> => {
      const reply = await kernel().request('shell', 'history_request', {
        output: false,
        raw: true,
        ...content,
      });
      assert.equal(reply.header.msg_type, 'history_reply');
      return (reply.content.history as [number, number, string][]).map(([, , code]) => code);
    };
    const both = ['const remembered1 = 1;', 'const remembered2 = 2;'];
    assert.deepEqual(await history({ hist_access_type: 'tail', n: 2 }), both);
    assert.deepEqual(
      await history({ hist_access_type: 'search', pattern: '*remembered1*', n: 5 }),
      [both[0]],
    );
    const range = await history({ hist_access_type: 'range', session: 0, start: 1, stop: 1000 });
    assert.deepEqual(range.slice(-2), both);
  });
});

describe('questions and comms of cells', () => {
  const { kernel, good, bad } = sharedKernel();
  const notebook = "(globalThis as any)[Symbol.for('prunelab.notebook')]";

  it('asks whoever sent the cell, also twice and in secret', async () => {
    const { result } = await good("const who = await input('Who? '); who.length", {
      answers: ['Ada'],
    });
    assert.equal(result, '3');
    const two = await good("(await input('a')) + (await input('b'))", { answers: ['x', 'y'] });
    assert.equal(two.result, "'xy'");
    const prompts = kernel().log.filter(({ header }) => header.msg_type === 'input_request');
    assert.deepEqual(
      prompts.map(({ content }) => content.prompt),
      ['Who? ', 'a', 'b'],
    );
    assert.ok(prompts.every(({ content }) => content.password === false));
  });

  it('does not ask where nobody can answer', async () => {
    const { error } = await bad("await input('Anyone? ');");
    assert.match(error, /input/i);
  });

  it('goes on when the answer is for a cell that has ended', async () => {
    const exchange = begin(kernel(), "await input('Still? ');", { answers: [''] });
    const request = await inputRequest(kernel(), exchange);
    kernel().interrupt();
    await finish(kernel(), exchange, 5);
    const parent = request!.header as unknown as Json;
    kernel().send('stdin', { type: 'input_reply', content: { status: 'ok', value: 'x' }, parent });
    assert.equal((await good('1 + 1')).result, '2');
  });

  const comms = (type: string): RawMessage[] =>
    kernel().log.filter(({ header }) => header.msg_type === type);

  it('opens comms, hears and is heard', async () => {
    const { published } = await good(
      `const comm = ${notebook}.openComm({ target: 'slider', data: { value: 1 }, buffers: [new Uint8Array([1, 2])] });\n` +
        "comm.onMessage((data: { value: number }) => { console.log('now', data.value); comm.send({ value: data.value * 2 }); });",
    );
    const opened = published.find(({ header }) => header.msg_type === 'comm_open');
    assert.ok(opened !== undefined, 'no comm_open');
    assert.equal(opened.content.target_name, 'slider');
    assert.deepEqual(opened.content.data, { value: 1 });
    assert.deepEqual([...opened.buffers[0]], [1, 2]);
    const comm_id = opened.content.comm_id as string;
    const { content } = await kernel().request('shell', 'comm_info_request', {});
    assert.deepEqual(content.comms, { [comm_id]: { target_name: 'slider' } });
    kernel().send('shell', { type: 'comm_msg', content: { comm_id, data: { value: 21 } } });
    await kernel().until(() => comms('comm_msg').length > 0, 'comm_msg', 5);
    assert.deepEqual(comms('comm_msg')[0].content, { comm_id, data: { value: 42 } });
    // Below the cell that listens.
    const said = (): boolean => published.some(({ content: { text } }) => text === 'now 21\n');
    await kernel().until(said, 'output of the listener', 5);
    await good('comm.close();');
    assert.equal(comms('comm_close').at(-1)?.content.comm_id, comm_id);
    const after = await kernel().request('shell', 'comm_info_request', {});
    assert.deepEqual(after.content.comms, {});
  });

  it('takes comms that the front end opens for a known target', async () => {
    await good(
      `${notebook}.onComm('echo', (opened: any, data: any) => { opened.send({ heard: data.word }); });`,
    );
    const comm_id = randomUUID();
    const before = comms('comm_msg').length;
    const content = { comm_id, target_name: 'echo', data: { word: 'hi' } };
    kernel().send('shell', { type: 'comm_open', content });
    await kernel().until(() => comms('comm_msg').length > before, 'comm_msg', 5);
    assert.deepEqual(comms('comm_msg').at(-1)?.content, { comm_id, data: { heard: 'hi' } });
  });
});
