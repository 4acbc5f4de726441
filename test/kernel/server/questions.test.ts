import assert from 'node:assert/strict';
import type { CellOutcome } from '../../../src/kernel/server/language.js';
import { ok, type Cell } from '../../support/fake-language.js';
import { rawClient } from '../../support/raw-client.js';
import { served, type Served } from '../../support/served.js';

const error = (evalue: string): CellOutcome => ({
  status: 'error',
  ename: 'Error',
  evalue,
  traceback: [],
});

/** A cell that asks, and ends with what it was answered. */
const asks: Cell = async (cell, events) => {
  const asked = [events.ask(cell.id, 'name? ', false), events.ask(cell.id, 'password? ', true)];
  try {
    return { status: 'ok', userExpressions: { answers: await Promise.all(asked) } };
  } catch (cause) {
    return error((cause as Error).message);
  }
};

describe('questions', () => {
  let kernel: Served;
  let left: Promise<string> | undefined;
  beforeEach(async () => {
    kernel = await served({
      asks,
      leaves: (cell, events) => {
        left = events.ask(cell.id, 'still there? ', false).catch((cause: unknown) => String(cause));
        return ok;
      },
    });
  });
  afterEach(() => kernel.close());

  const send = (code: string, allow = true): Promise<string> =>
    kernel.client.send('shell', 'execute_request', { code, allow_stdin: allow });

  it('reach whoever sent the cell, one at a time, and come back with the answers', async () => {
    const other = await rawClient(kernel.file);
    const { client } = kernel;
    const id = await send('asks');
    const first = await client.hear(({ type }) => type === 'input_request');
    assert.deepEqual(first.content, { prompt: 'name? ', password: false });
    assert.equal(first.about, id);
    assert.equal(first.channel, 'stdin');
    await client.send('stdin', 'input_reply', { value: 'Ada' }, { parent: first.header });
    const second = await client.hear(
      ({ type, content }) => type === 'input_request' && content.password === true,
    );
    assert.equal(second.content.prompt, 'password? ');
    await client.send('stdin', 'input_reply', { value: 'x' }, { parent: { msg_id: 'another' } });
    // As a client in Python answers: without a parent.
    await client.send('stdin', 'input_reply', { value: 'secret' });
    const { reply } = await client.exchange(id);
    assert.deepEqual(reply.content.user_expressions, { answers: ['Ada', 'secret'] });
    assert.ok(!other.heard.some(({ type }) => type === 'input_request'));
    other.close();
  });

  it('are refused if the front end allows none', async () => {
    const { reply } = await kernel.client.exchange(await send('asks', false));
    assert.equal(
      reply.content.evalue,
      'Whoever runs this cell cannot be asked: it allows no input.',
    );
  });

  it('are dropped by an interrupt', async () => {
    const id = await send('asks');
    await kernel.client.hear(({ type }) => type === 'input_request');
    await kernel.client.ask('control', 'interrupt_request', {});
    const { reply } = await kernel.client.exchange(id);
    assert.equal(reply.content.evalue, 'The cell was interrupted.');
  });

  it('are dropped when the cell ends, and may not come later', async () => {
    const { reply } = await kernel.client.exchange(await send('leaves'));
    assert.equal(await left, 'Error: The cell ended before it was answered.');
    await assert.rejects(
      kernel.language.events.ask(String(reply.about), 'hello? ', false),
      /no longer runs/,
    );
    await kernel.client.send('stdin', 'input_reply', { value: 'too late' });
    await kernel.client.execute('fine');
    assert.deepEqual(kernel.log, ['nobody waits for this input_reply']);
  });
});
