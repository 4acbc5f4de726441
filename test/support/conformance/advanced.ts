import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '../jupyter/run.js';
import { demand, lacking, type Check } from './check.js';

/** Tier 4 of the public list. */
export const advanced: readonly Check[] = [
  {
    id: 'stdin_input_request',
    tier: 4,
    verifies: 'a cell can ask for input, and ends well once it is given',
    run: async (kernel, { input }) => {
      if (input === undefined) return lacking('nothing to ask with');
      const { status } = await run(kernel, input, { answers: ['Ada'] });
      const asked = kernel.log.some(({ header }) => header.msg_type === 'input_request');
      return demand(asked && status === 'ok', `asked: ${asked}, status: ${status}`);
    },
  },
  {
    id: 'comms_lifecycle',
    tier: 4,
    verifies: 'a comm to an unknown target is refused or borne, and cells run afterwards',
    run: async (kernel) => {
      const comm_id = randomUUID();
      kernel.send('shell', {
        type: 'comm_open',
        content: { comm_id, target_name: 'nobody.knows.me', data: {} },
      });
      await sleep(100);
      const refused = kernel.log.some(
        ({ header, content }) => header.msg_type === 'comm_close' && content.comm_id === comm_id,
      );
      if (!refused) kernel.send('shell', { type: 'comm_close', content: { comm_id, data: {} } });
      const { status } = await run(kernel, 'const afterComm = 1;');
      return demand(status === 'ok', `the next cell ends with the status ${status}`);
    },
  },
  {
    id: 'interrupt_request',
    tier: 4,
    verifies: 'interrupt_request on control is answered with the status ok',
    run: async (kernel) => {
      const exchange = kernel.send('control', { type: 'interrupt_request', content: {} });
      await kernel.until(() => exchange.reply !== undefined, 'interrupt_reply', 5);
      const { header, content } = exchange.reply!;
      const good = header.msg_type === 'interrupt_reply' && content.status === 'ok';
      return demand(good, `${header.msg_type} with the status ${String(content.status)}`);
    },
  },
  {
    id: 'execution_count_increments',
    tier: 4,
    verifies: 'the execution count grows from cell to cell',
    run: async (kernel) => {
      const first = await run(kernel, 'const counted = 1;');
      const second = await run(kernel, 'const countedAgain = 1;');
      const grown = Number(second.count) > Number(first.count);
      return demand(grown, `${String(first.count)}, then ${String(second.count)}`);
    },
  },
  {
    id: 'parent_header_correlation',
    tier: 4,
    verifies: 'every message about a cell has a parent',
    run: async (kernel) => {
      const { reply, published } = await run(kernel, "console.log('mine');");
      const orphans = [reply, ...published].filter(({ parent }) => parent.msg_id === undefined);
      return demand(orphans.length === 0, `${orphans.length} messages have none`);
    },
  },
];
