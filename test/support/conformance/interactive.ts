import { setTimeout as sleep } from 'node:timers/promises';
import type { RawKernel } from '../jupyter/raw-client.js';
import { run } from '../jupyter/run.js';
import type { Json } from '../jupyter/wire.js';
import { demand, half, pass, type Check, type Verdict } from './check.js';

/** Asks on shell; the reply must be of the matching type and say ok. */
async function answered(kernel: RawKernel, subject: string, content: Json): Promise<Verdict> {
  const { header, content: said } = await kernel.request('shell', `${subject}_request`, content);
  const good = header.msg_type === `${subject}_reply` && said.status === 'ok';
  return demand(good, `${header.msg_type} with the status ${String(said.status)}`);
}

async function completeness(kernel: RawKernel, code: string, expected: string): Promise<Verdict> {
  const { header, content } = await kernel.request('shell', 'is_complete_request', { code });
  if (header.msg_type !== 'is_complete_reply') return demand(false, header.msg_type);
  return content.status === expected ? pass : half(`it says ${String(content.status)}`);
}

const variable = 'somewhatLongName';
const define = `const ${variable} = 42;`;

/** Tier 2 of the public list. */
export const interactive: readonly Check[] = [
  {
    id: 'complete_request',
    tier: 2,
    verifies: 'a request for completion is answered',
    run: async (kernel) => {
      await run(kernel, define);
      return answered(kernel, 'complete', { code: 'somewhatLong', cursor_pos: 12 });
    },
  },
  {
    id: 'inspect_request',
    tier: 2,
    verifies: 'a request for inspection is answered',
    run: async (kernel) => {
      await run(kernel, define);
      const cursor = { cursor_pos: variable.length, detail_level: 0 };
      return answered(kernel, 'inspect', { code: variable, ...cursor });
    },
  },
  {
    id: 'is_complete_complete',
    tier: 2,
    verifies: 'complete code is called complete',
    run: (kernel) => completeness(kernel, 'const whole = 1', 'complete'),
  },
  {
    id: 'is_complete_incomplete',
    tier: 2,
    verifies: 'code that goes on is called incomplete',
    run: (kernel) => completeness(kernel, 'const part = {', 'incomplete'),
  },
  {
    id: 'history_request',
    tier: 2,
    verifies: 'a request for the last cells is answered',
    run: async (kernel) => {
      await run(kernel, 'const remembered = 1;');
      const content = { hist_access_type: 'tail', n: 10, output: false, raw: true };
      return answered(kernel, 'history', content);
    },
  },
  {
    id: 'comm_info_request',
    tier: 2,
    verifies: 'a request for the open comms is answered',
    run: (kernel) => answered(kernel, 'comm_info', {}),
  },
  {
    id: 'error_handling',
    tier: 2,
    verifies: 'code that is not TypeScript is reported as an error',
    run: async (kernel) => {
      const { status, types } = await run(kernel, 'function function');
      // tslab refuses all cells for 0.2 s after an error; another check is about that.
      await sleep(300);
      return demand(status === 'error' || types.includes('error'), 'no error');
    },
  },
];
