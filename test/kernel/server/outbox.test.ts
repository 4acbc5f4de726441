import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { newOutbox } from '../../../src/kernel/server/outbox.js';

describe('the outbox', () => {
  it('sends in order and one at a time, and goes on after a failure', async () => {
    const events: string[] = [];
    const outbox = newOutbox(
      {
        send: async ([text]) => {
          events.push(`> ${String(text)}`);
          await sleep(text === 'a' ? 20 : 0);
          if (text === 'b') throw new Error('busy');
          events.push(`< ${String(text)}`);
        },
      },
      (error) => events.push(String(error)),
    );
    for (const text of ['a', 'b', 'c']) outbox.send([text]);
    const flushed = outbox.flushed();
    outbox.send(['d']);
    await flushed;
    assert.deepEqual(events.slice(0, 5), ['> a', '< a', '> b', 'Error: busy', '> c']);
    await outbox.flushed();
    assert.deepEqual(events.slice(5), ['< c', '> d', '< d']);
  });
});
