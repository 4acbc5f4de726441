import { run } from '../jupyter/run.js';
import type { RawKernel } from '../jupyter/raw-client.js';
import type { Json } from '../jupyter/wire.js';
import { demand, type Check } from './check.js';

const info = async (kernel: RawKernel): Promise<Json> =>
  (await kernel.request('shell', 'kernel_info_request', {})).content;

const isWord = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Tier 1 of the public list, without the shutdown, which comes last of all. */
export const basic: readonly Check[] = [
  {
    id: 'heartbeat_responds',
    tier: 1,
    verifies: 'the heartbeat sends back what it is sent',
    run: async (kernel) => {
      const echo = await kernel.heartbeat('ping');
      return demand(echo === 'ping', `it sent back ${echo}`);
    },
  },
  {
    id: 'kernel_info_reply_valid',
    tier: 1,
    verifies: 'kernel_info_reply comes with the status ok',
    run: async (kernel) => {
      const { status } = await info(kernel);
      return demand(status === 'ok', `the status is ${String(status)}`);
    },
  },
  {
    id: 'kernel_info_has_language_info',
    tier: 1,
    verifies: 'kernel_info_reply names the language',
    run: async (kernel) => {
      const language = (await info(kernel)).language_info as Json | undefined;
      return demand(isWord(language?.name), 'language_info.name is missing');
    },
  },
  {
    id: 'kernel_info_has_protocol_version',
    tier: 1,
    verifies: 'kernel_info_reply names the version of the protocol',
    run: async (kernel) =>
      demand(isWord((await info(kernel)).protocol_version), 'protocol_version is missing'),
  },
  {
    id: 'execute_stdout',
    tier: 1,
    verifies: 'what a cell prints comes as a stream named stdout',
    run: async (kernel) => {
      const { stdout } = await run(kernel, "console.log('hello');");
      return demand(stdout.includes('hello'), `stdout is '${stdout}'`);
    },
  },
  {
    id: 'execute_stderr',
    tier: 1,
    verifies: 'what a cell prints to stderr comes as a stream named stderr',
    run: async (kernel) => {
      const { stderr } = await run(kernel, "console.error('alas');");
      return demand(stderr.includes('alas'), `stderr is '${stderr}'`);
    },
  },
  {
    id: 'execute_reply_ok',
    tier: 1,
    verifies: 'a cell without a fault gets an execute_reply with the status ok',
    run: async (kernel) => {
      const { reply, status } = await run(kernel, 'const one = 1;');
      const type = reply.header.msg_type;
      return demand(type === 'execute_reply' && status === 'ok', `${type}, ${status}`);
    },
  },
  {
    id: 'status_busy_idle_lifecycle',
    tier: 1,
    verifies: 'the kernel says busy before a cell and idle after it',
    run: async (kernel) => {
      const { published } = await run(kernel, 'const two = 2;');
      const states = published
        .filter(({ header }) => header.msg_type === 'status')
        .map(({ content }) => content.execution_state);
      return demand(states.join() === 'busy,idle', `the states are ${states.join()}`);
    },
  },
  {
    id: 'execute_input_broadcast',
    tier: 1,
    verifies: 'the code of a cell that runs is published as execute_input',
    run: async (kernel) => {
      const { types } = await run(kernel, 'const three = 3;');
      return demand(types.includes('execute_input'), 'no execute_input');
    },
  },
];

export const shutdown: Check = {
  id: 'shutdown_reply',
  tier: 1,
  verifies: 'shutdown_request is answered with the status ok, and the kernel ends',
  run: async (kernel) => {
    const exchange = kernel.send('control', {
      type: 'shutdown_request',
      content: { restart: false },
    });
    await kernel.until(() => exchange.reply !== undefined, 'shutdown_reply');
    const { status } = exchange.reply!.content;
    return demand(status === 'ok', `the status is ${String(status)}`);
  },
};
