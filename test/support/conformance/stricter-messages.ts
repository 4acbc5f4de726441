import { setTimeout as sleep } from 'node:timers/promises';
import { begin, finish, inputRequest, run } from '../jupyter/run.js';
import type { RawKernel } from '../jupyter/raw-client.js';
import { demand, fail, lacking, type Check } from './check.js';

/** Whether the heartbeat answers within a second. */
async function beats(kernel: RawKernel): Promise<boolean> {
  return kernel.heartbeat('still there?', 1).then(
    () => true,
    () => false,
  );
}

const busyLoop = 'const end = performance.now() + 2000; while (performance.now() < end);';

/** What the public list leaves out about the messages themselves. */
export const stricterMessages: readonly Check[] = [
  {
    id: 'signatures_right',
    tier: 5,
    verifies: 'every message is signed, and names version 5 of the protocol',
    run: async (kernel) => {
      await run(kernel, "console.log('signed');");
      const wrong = kernel.log.filter((m) => !m.signed || !m.header.version.startsWith('5.'));
      const types = [...new Set(wrong.map(({ header }) => header.msg_type))];
      return demand(wrong.length === 0, `not so: ${types.join()}`);
    },
  },
  {
    id: 'signatures_checked',
    tier: 5,
    verifies: 'a cell signed with another key is not run',
    run: async (kernel) => {
      const code = "console.log('forged');";
      const content = { code, silent: false, store_history: true, user_expressions: {} };
      const forged = kernel.send('shell', { type: 'execute_request', content, key: 'wrong' });
      const { status } = await run(kernel, 'const honest = 1;');
      const ran = forged.published.some(({ header }) => header.msg_type === 'stream');
      return demand(!ran && status === 'ok', ran ? 'it was run' : `the next cell: ${status}`);
    },
  },
  {
    id: 'parent_is_the_request',
    tier: 5,
    verifies: 'the parent of a reply and of outputs is the whole header of the request',
    run: async (kernel) => {
      const exchange = begin(kernel, "console.log('whose?');");
      const { reply, published } = await finish(kernel, exchange);
      const wrong = [reply, ...published].filter(
        ({ parent }) => parent.msg_id !== exchange.id || parent.msg_type !== 'execute_request',
      );
      return demand(wrong.length === 0, `${wrong.length} messages have another`);
    },
  },
  {
    id: 'heartbeat_during_loop',
    tier: 5,
    verifies: 'the heart beats while a cell computes',
    run: async (kernel) => {
      const exchange = begin(kernel, busyLoop);
      await sleep(500);
      const beating = await beats(kernel);
      await finish(kernel, exchange);
      return demand(beating, 'no answer within a second');
    },
  },
  {
    id: 'control_during_loop',
    tier: 5,
    verifies: 'the control channel answers while a cell computes',
    run: async (kernel) => {
      const exchange = begin(kernel, busyLoop);
      await sleep(500);
      const asked = kernel.send('control', { type: 'kernel_info_request', content: {} });
      await finish(kernel, exchange).catch(() => undefined);
      const answered = kernel.log.indexOf(asked.reply!);
      const ended = kernel.log.indexOf(exchange.reply!);
      return demand(answered >= 0 && answered < ended, 'no answer until the cell ended');
    },
  },
  {
    id: 'burst_kept',
    tier: 5,
    verifies: '20,000 lines in one go all arrive, and idle after them',
    run: async (kernel) => {
      const code = 'for (let i = 0; i < 20000; i++) console.log(String(i));';
      const { stdout } = await run(kernel, code);
      const lines = stdout.split('\n').length - 1;
      return demand(lines === 20000, `${lines} lines`);
    },
  },
  {
    id: 'late_output_attributed',
    tier: 5,
    verifies: 'what a timer prints later belongs to the cell that set the timer',
    run: async (kernel) => {
      const early = begin(kernel, "setTimeout(() => console.log('late'), 400);");
      await finish(kernel, early);
      const later = begin(kernel, 'await new Promise((resolve) => setTimeout(resolve, 800));');
      await finish(kernel, later);
      const says = (texts: typeof early): boolean =>
        texts.published.some(({ content }) => String(content.text).includes('late'));
      if (says(later)) return fail('it went to the cell that ran at the time');
      return demand(says(early), 'it never came');
    },
  },
  {
    id: 'input_arrives',
    tier: 5,
    verifies: 'the prompt is shown, and the answer is the value of the call',
    run: async (kernel, { input }) => {
      if (input === undefined) return lacking('nothing to ask with');
      const exchange = begin(kernel, input, { answers: [''] });
      const request = await inputRequest(kernel, exchange);
      if (request === undefined) return fail('it does not ask');
      const { header: parent, content } = request;
      kernel.send('stdin', {
        type: 'input_reply',
        content: { status: 'ok', value: 'Grace' },
        parent: { ...parent },
      });
      const { stdout } = await finish(kernel, exchange);
      const right = String(content.prompt).includes('Name?') && stdout.includes('hello Grace');
      return demand(right, `asked '${String(content.prompt)}', printed '${stdout.trim()}'`);
    },
  },
  {
    id: 'input_refused',
    tier: 5,
    verifies: 'where nobody can be asked, asking fails at once',
    run: async (kernel, { input }) => {
      if (input === undefined) return lacking('nothing to ask with');
      const before = kernel.log.length;
      const { status, stdout } = await run(kernel, input, { seconds: 5 });
      const asked = kernel.log.slice(before).some((m) => m.header.msg_type === 'input_request');
      const refused = status === 'error' || stdout.includes('hello null');
      return demand(refused && !asked, asked ? 'it asks all the same' : `status ${status}`);
    },
  },
];
