import assert from 'node:assert/strict';
import type { Content } from '../../../src/kernel/protocol/message.js';
import { failed, ok, type Cell } from '../../support/fake-language.js';
import type { Exchange } from '../../support/raw-client.js';
import { served, type Served } from '../../support/served.js';

const cells: Record<string, Cell> = {
  throws: () => failed,
  waits: async (_cell, _events, interrupted) => {
    await interrupted;
    return ok;
  },
  breaks: () => {
    throw new TypeError('the language itself');
  },
  speaks: (cell, events) => {
    events.publish(cell.id, { type: 'display_data', content: { data: {}, metadata: {} } });
    events.publish(cell.id, { type: 'stream', content: { name: 'stdout', text: 'last' } });
    return { status: 'ok', userExpressions: { x: { status: 'ok' } } };
  },
};

describe('the queue of cells', () => {
  let kernel: Served;
  beforeEach(async () => {
    kernel = await served(cells);
  });
  afterEach(() => kernel.close());

  /** Sends requests at once, and waits for all their answers. */
  async function all(codes: readonly string[], more: Content = {}): Promise<Exchange[]> {
    const ids: string[] = [];
    for (const code of codes) {
      ids.push(await kernel.client.send('shell', 'execute_request', { code, ...more }));
    }
    return Promise.all(ids.map((id) => kernel.client.exchange(id)));
  }

  const statuses = (exchanges: readonly Exchange[]): unknown[] =>
    exchanges.map(({ reply }) => reply.content.status);

  it('tells all about a cell between busy and idle, in order', async () => {
    const { reply, published } = await kernel.client.execute('speaks', {
      user_expressions: { x: '1 + 1' },
    });
    assert.deepEqual(
      published.map(({ type, content }) => [type, content.execution_state ?? content.text]),
      [
        ['status', 'busy'],
        ['execute_input', undefined],
        ['display_data', undefined],
        ['stream', 'last'],
        ['status', 'idle'],
      ],
    );
    assert.deepEqual(published[1].content, { code: 'speaks', execution_count: 1 });
    assert.deepEqual(reply.content, {
      status: 'ok',
      execution_count: 1,
      payload: [],
      user_expressions: { x: { status: 'ok' } },
    });
    assert.deepEqual(kernel.language.ran[0].userExpressions, { x: '1 + 1' });
    const { started, engine, ...rest } = reply.metadata;
    assert.deepEqual(rest, { dependencies_met: true, status: 'ok' });
    assert.equal(engine, reply.header.session);
    const date = String(reply.header.date);
    assert.ok(typeof started === 'string' && started <= date, 'it started before it was answered');
  });

  it('publishes errors and repeats them in the reply', async () => {
    const { reply, published } = await kernel.client.execute('throws');
    const { status, ...error } = failed as { status: string };
    assert.equal(status, 'error');
    assert.deepEqual(published.find(({ type }) => type === 'error')?.content, error);
    assert.deepEqual(reply.content, {
      status: 'error',
      execution_count: 1,
      payload: [],
      user_expressions: {},
      ...error,
    });
  });

  it('counts the cells that go into the history', async () => {
    const counts = [];
    for (const more of [{}, { silent: true }, { store_history: false }, {}]) {
      const { reply } = await kernel.client.execute('fine', more);
      counts.push(reply.content.execution_count);
    }
    assert.deepEqual(counts, [1, 1, 1, 2]);
  });

  it('says nothing of a silent cell but busy and idle', async () => {
    const more = { silent: true, store_history: true };
    const { reply, published } = await kernel.client.execute('throws', more);
    assert.deepEqual(
      published.map(({ type }) => type),
      ['status', 'status'],
    );
    assert.equal(reply.content.ename, 'RangeError');
    assert.equal(kernel.language.ran[0].silent, true);
  });

  it('runs one cell at a time, in order', async () => {
    const exchanges = await all(['a', 'b', 'c', 'd']);
    assert.deepEqual(
      exchanges.map(({ reply }) => reply.content.execution_count),
      [1, 2, 3, 4],
    );
    const states = kernel.client.heard
      .filter(({ type }) => type === 'status')
      .map(({ content }) => content.execution_state);
    assert.deepEqual(states.slice(-8), Array(4).fill(['busy', 'idle']).flat());
  });

  it('aborts after an error what was sent before it, and runs what is sent after it', async () => {
    const exchanges = await all(['fine', 'throws', 'b', 'c']);
    assert.deepEqual(statuses(exchanges), ['ok', 'error', 'aborted', 'aborted']);
    const [, , { reply, published }] = exchanges;
    assert.deepEqual(reply.content, { status: 'aborted' });
    assert.equal(reply.metadata.status, 'aborted');
    assert.deepEqual(
      published.map(({ content }) => content.execution_state),
      ['busy', 'idle'],
    );
    for (let i = 0; i < 5; i++) {
      // Sent the moment the reply is here, and not a moment later.
      assert.equal((await kernel.client.execute('throws')).reply.content.status, 'error');
      assert.equal((await kernel.client.execute('fine')).reply.content.status, 'ok');
    }
    assert.ok(!kernel.language.ran.some(({ code }) => code === 'b' || code === 'c'));
  });

  it('goes on after an error if it is told to', async () => {
    const exchanges = await all(['throws', 'fine'], { stop_on_error: false });
    assert.deepEqual(statuses(exchanges), ['error', 'ok']);
  });

  it('aborts after an interrupt what waits, even if the cell ends well', async () => {
    const replies = all(['waits', 'b', 'c'], { stop_on_error: false });
    await kernel.client.hear(({ type }) => type === 'execute_input');
    await kernel.client.ask('control', 'interrupt_request', {});
    assert.deepEqual(statuses(await replies), ['ok', 'aborted', 'aborted']);
    assert.equal((await kernel.client.execute('later')).reply.content.status, 'ok');
  });

  it('outlives a language that throws instead of telling', async () => {
    const { reply } = await kernel.client.execute('breaks');
    assert.equal(reply.content.evalue, 'the language itself');
    assert.equal((await kernel.client.execute('fine')).reply.content.status, 'ok');
  });
});
