import { setTimeout as sleep } from 'node:timers/promises';
import { begin, finish, run } from '../jupyter/run.js';
import type { Json } from '../jupyter/wire.js';
import { demand, fail, lacking, type Check } from './check.js';
import { offering } from './rich.js';

/** What the public list leaves out about running cells and showing values. */
export const stricterCells: readonly Check[] = [
  {
    id: 'execute_input_complete',
    tier: 5,
    verifies: 'execute_input has the code and the count of the reply',
    run: async (kernel) => {
      const { published, count } = await run(kernel, 'const four = 4;');
      const input = published.find(({ header }) => header.msg_type === 'execute_input')?.content;
      const right = input?.code === 'const four = 4;' && input.execution_count === count;
      return demand(right, JSON.stringify(input ?? null));
    },
  },
  {
    id: 'silent_is_silent',
    tier: 5,
    verifies: 'a silent cell shows no input and no result, and is not counted',
    run: async (kernel) => {
      const first = await run(kernel, 'const loud = 1;');
      const silent = await run(kernel, '6 * 7', { silent: true, storeHistory: false });
      const next = await run(kernel, 'const loudAgain = 1;');
      const shown = silent.types.filter((type) => type.startsWith('execute_')).join();
      if (shown !== '') return fail(`it shows ${shown}`);
      return demand(Number(next.count) === Number(first.count) + 1, 'it is counted');
    },
  },
  {
    id: 'user_expressions',
    tier: 5,
    verifies: 'user expressions are evaluated and sent back as MIME bundles',
    run: async (kernel) => {
      const userExpressions = { sum: 'five + 1' };
      const { reply } = await run(kernel, 'const five = 5;', { userExpressions });
      const { sum } = (reply.content.user_expressions ?? {}) as { sum?: { data?: Json } };
      return demand(String(sum?.data?.['text/plain']) === '6', JSON.stringify(sum ?? null));
    },
  },
  {
    id: 'error_complete',
    tier: 5,
    verifies: 'an error has a name, a message and a traceback, published and in the reply',
    run: async (kernel) => {
      const { error, traceback, reply } = await run(kernel, "throw new RangeError('too far');");
      await sleep(300);
      const { ename, evalue } = reply.content;
      if (error !== 'RangeError: too far') return fail(`published: '${error}'`);
      if (ename !== 'RangeError' || evalue !== 'too far') return fail('not in the reply');
      return demand(traceback !== '', 'no traceback');
    },
  },
  {
    id: 'error_position',
    tier: 5,
    verifies: 'a stack names the line of the cell, and nothing of the kernel',
    run: async (kernel) => {
      const code =
        '// one\n// two\nfunction thrower() {\n  throw new Error("here");\n}\nthrower();';
      const { traceback, stderr } = await run(kernel, code);
      await sleep(300);
      const stack = (traceback === '' ? stderr : traceback).split('\n');
      const frames = stack.filter((line) => /^\s+at /.test(line));
      const right = frames.length === 2 && frames[0].includes(':4:') && frames[1].includes(':6:');
      return demand(right, frames.length === 0 ? 'no stack' : frames[0].trim());
    },
  },
  {
    id: 'stop_on_error',
    tier: 5,
    verifies: 'after an error, cells that wait are aborted if the first says so',
    run: async (kernel) => {
      const first = begin(kernel, "await 0; throw new Error('stop');", { stopOnError: true });
      const waiting = begin(kernel, "console.log('runs');");
      await finish(kernel, first);
      const { status, stdout } = await finish(kernel, waiting);
      await sleep(300);
      return demand(status === 'aborted' && stdout === '', `the status is ${status}`);
    },
  },
  {
    id: 'go_on_after_error',
    tier: 5,
    verifies: 'after an error, cells run that come with it if it does not say stop',
    run: async (kernel) => {
      const first = begin(kernel, "await 0; throw new Error('go on');");
      const waiting = begin(kernel, "console.log('runs');");
      await finish(kernel, first);
      const { status, stdout } = await finish(kernel, waiting);
      await sleep(300);
      return demand(status === 'ok' && stdout === 'runs\n', `the status is ${status}`);
    },
  },
  {
    id: 'types_checked',
    tier: 5,
    verifies: 'a type error is found, and the cell is not run',
    run: async (kernel) => {
      const { status, stdout } = await run(
        kernel,
        "console.log('ran'); const text: string = null;",
      );
      await sleep(300);
      return demand(status === 'error' && stdout === '', 'it was run');
    },
  },
  {
    id: 'closures_are_live',
    tier: 5,
    verifies: 'a function sees what a later cell assigns to a variable it uses',
    run: async (kernel) => {
      await run(kernel, 'let level = 1; function getLevel() { return level; }');
      const { stdout } = await run(kernel, 'level = 2; console.log(`is ${getLevel()}`);');
      return demand(stdout === 'is 2\n', `it ${stdout.trim()}`);
    },
  },
  {
    id: 'several_mime_types',
    tier: 5,
    verifies: 'a result can have several MIME types at once, without escape codes in the text',
    run: async (kernel) => {
      const { bundle } = await run(kernel, offering);
      const right = bundle['text/html'] === '<b>bold</b>' && bundle['text/plain'] === 'bold';
      return demand(right, `it has ${Object.keys(bundle).join() || 'none'}`);
    },
  },
  {
    id: 'plain_text_is_plain',
    tier: 5,
    verifies: 'the text of a result has no escape codes',
    run: async (kernel) => {
      const { result } = await run(kernel, "({ name: 'Ada', born: 1815 })");
      if (result === undefined) return fail('no result');
      return demand(!result.includes('\u001b'), JSON.stringify(result));
    },
  },
  {
    id: 'display_updated',
    tier: 5,
    verifies: 'an update carries the id of the display and the new content',
    run: async (kernel, { update }) => {
      if (update === undefined) return lacking('nothing to replace with');
      const { published } = await run(kernel, update);
      const shown = published
        .filter(({ header }) => header.msg_type.endsWith('display_data'))
        .map(({ content }) => content as { data: Json; transient?: Json });
      const ids = new Set(shown.map(({ transient }) => transient?.display_id));
      const htmls = shown.map(({ data }) => data['text/html']).join();
      const right = ids.size === 1 && !ids.has(undefined) && htmls === 'first,second';
      return demand(right, `${ids.size} ids, ${htmls}`);
    },
  },
  {
    id: 'output_cleared',
    tier: 5,
    verifies: 'a cell can empty its output',
    run: async (kernel, { clear }) => {
      if (clear === undefined) return lacking('nothing to empty with');
      const { types } = await run(kernel, clear);
      const order = types.filter((type) => type !== 'execute_input').join();
      return demand(order === 'display_data,clear_output,display_data', order);
    },
  },
];
