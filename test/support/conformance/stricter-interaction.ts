import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { begin, finish, run } from '../jupyter/run.js';
import type { RawKernel } from '../jupyter/raw-client.js';
import type { Json } from '../jupyter/wire.js';
import { demand, fail, pass, type Check, type Verdict } from './check.js';

/**
 * Runs a cell that counts in `ticks` and never ends, interrupts it, and holds that it ends, that it
 * no longer counts, and that the kernel goes on.
 */
async function stops(
  kernel: RawKernel,
  code: string,
  interrupt: () => void = () => kernel.interrupt(),
): Promise<Verdict> {
  // A name of its own, for loops of earlier checks may still be counting.
  const ticks = `ticks${performance.now().toFixed(0)}`;
  await run(kernel, `let ${ticks} = 0;`);
  const exchange = begin(kernel, code.replaceAll('ticks', ticks));
  await sleep(700);
  interrupt();
  const { status } = await finish(kernel, exchange, 4);
  if (status !== 'error') return fail(`the cell ends with the status ${status}`);
  await sleep(300);
  const before = await run(kernel, `console.log(${ticks});`, { seconds: 4 });
  await sleep(300);
  const after = await run(kernel, `console.log(${ticks});`, { seconds: 4 });
  if (before.status !== 'ok') return fail('the next cell fails');
  return demand(before.stdout === after.stdout, 'it runs on in the background');
}

const pause = 'await new Promise((resolve) => setTimeout(resolve, 20));';

/** What the public list leaves out about stopping cells, and about help while one types. */
export const stricterInteraction: readonly Check[] = [
  {
    id: 'interrupt_loop',
    tier: 5,
    verifies: 'an endless loop can be interrupted',
    run: (kernel) => stops(kernel, 'while (true) ticks++;'),
  },
  {
    id: 'interrupt_loop_after_await',
    tier: 5,
    verifies: 'an endless loop after an await can be interrupted',
    run: (kernel) => stops(kernel, `${pause} while (true) ticks++;`),
  },
  {
    id: 'interrupt_microtasks',
    tier: 5,
    verifies: 'a loop that awaits nothing but settled promises can be interrupted',
    run: (kernel) => stops(kernel, 'while (true) { await null; ticks++; }'),
  },
  {
    id: 'interrupt_timer',
    tier: 5,
    verifies: 'an endless loop in a timer that the cell waits for can be interrupted',
    run: (kernel) =>
      stops(kernel, 'await new Promise(() => setTimeout(() => { while (true) ticks++; }, 10));'),
  },
  {
    id: 'interrupt_awaiting',
    tier: 5,
    verifies: 'a cell that waits in a loop can be interrupted, and the loop ends',
    run: (kernel) => stops(kernel, `while (true) { ticks++; ${pause} }`),
  },
  {
    id: 'interrupt_signal',
    tier: 5,
    verifies: 'SIGINT interrupts the cell, not the kernel',
    run: (kernel) => stops(kernel, 'while (true) ticks++;', () => kernel.signal('SIGINT')),
  },
  {
    id: 'complete_names',
    tier: 5,
    verifies: 'completion knows the names of earlier cells, and says what it replaces',
    run: async (kernel) => {
      await run(kernel, 'const waterLevel = 1;');
      const code = 'waterLe';
      const request = { code, cursor_pos: code.length };
      const { content } = await kernel.request('shell', 'complete_request', request);
      const known = ((content.matches ?? []) as string[]).includes('waterLevel');
      const whole = content.cursor_start === 0 && content.cursor_end === code.length;
      return demand(known && whole, known ? 'the range is wrong' : 'it does not know the name');
    },
  },
  {
    id: 'complete_properties',
    tier: 5,
    verifies: 'completion knows the properties of a value',
    run: async (kernel) => {
      await run(kernel, 'const rows = [1, 2, 3];');
      const request = { code: 'rows.redu', cursor_pos: 9 };
      const { content } = await kernel.request('shell', 'complete_request', request);
      const matches = (content.matches ?? []) as string[];
      return demand(
        matches.some((match) => match.endsWith('reduce')),
        matches.slice(0, 3).join(),
      );
    },
  },
  {
    id: 'inspect_types',
    tier: 5,
    verifies: 'inspection tells the type of a name',
    run: async (kernel) => {
      await run(kernel, 'function half(n: number): number { return n / 2; }');
      const request = { code: 'half(3)', cursor_pos: 2, detail_level: 0 };
      const { content } = await kernel.request('shell', 'inspect_request', request);
      const text = String((content.data as Json | undefined)?.['text/plain']);
      return demand(content.found === true && text.includes('number'), `found: ${text}`);
    },
  },
  {
    id: 'is_complete_invalid',
    tier: 5,
    verifies: 'code that no continuation can mend is called invalid',
    run: async (kernel) => {
      const request = { code: 'const = = 3' };
      const { content } = await kernel.request('shell', 'is_complete_request', request);
      return demand(content.status === 'invalid', `it says ${String(content.status)}`);
    },
  },
  {
    id: 'history_remembers',
    tier: 5,
    verifies: 'history has the code of the last cell',
    run: async (kernel) => {
      await run(kernel, 'const lastOne = 1;');
      const request = { hist_access_type: 'tail', n: 1, output: false, raw: true };
      const { content } = await kernel.request('shell', 'history_request', request);
      const [entry] = (content.history ?? []) as unknown[][];
      return demand(entry?.[2] === 'const lastOne = 1;', JSON.stringify(entry ?? null));
    },
  },
  {
    id: 'unknown_comm_refused',
    tier: 5,
    verifies: 'a comm to an unknown target is closed by the kernel',
    run: async (kernel) => {
      const comm_id = randomUUID();
      const content = { comm_id, target_name: 'nobody.knows.me', data: {} };
      kernel.send('shell', { type: 'comm_open', content });
      const refused = (): boolean =>
        kernel.log.some((m) => m.header.msg_type === 'comm_close' && m.content.comm_id === comm_id);
      await kernel.until(refused, 'comm_close', 2);
      return pass;
    },
  },
];
