import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { failed, ok } from '../../support/fake-language.js';
import { rawClient, type Received } from '../../support/raw-client.js';
import { served, type Served } from '../../support/served.js';

/** What was published, in words. */
function words(published: readonly Received[]): string[] {
  return published.map(({ type, content }) =>
    type === 'status' ? String(content.execution_state) : type,
  );
}

describe('the server', () => {
  let kernel: Served;
  afterEach(() => kernel.close());

  it('says busy, answers, and says idle, whatever it is asked on shell or control', async () => {
    kernel = await served();
    const requests = ['kernel_info', 'is_complete', 'complete', 'inspect', 'comm_info', 'execute'];
    for (const channel of ['shell', 'control'] as const) {
      for (const request of requests) {
        const content = { code: 'a', cursor_pos: 1, silent: true };
        const { reply, published } = await kernel.client.ask(
          channel,
          `${request}_request`,
          content,
        );
        assert.equal(reply.type, `${request}_reply`);
        assert.equal(reply.channel, channel);
        assert.deepEqual(words(published), ['busy', 'idle'], request);
      }
    }
    assert.deepEqual(kernel.log, []);
  });

  it('answers while a cell runs', async () => {
    kernel = await served({ wait: (_cell, _events, interrupted) => interrupted.then(() => ok) });
    const cell = await kernel.client.send('shell', 'execute_request', { code: 'wait' });
    await kernel.client.hear(({ type }) => type === 'execute_input');
    const { reply } = await kernel.client.ask('shell', 'complete_request', { code: 'a' });
    assert.equal(reply.content.status, 'ok');
    await kernel.client.send('shell', 'comm_msg', { comm_id: '1', data: {} });
    const { reply: interrupted } = await kernel.client.ask('control', 'interrupt_request', {});
    assert.deepEqual(interrupted.content, { status: 'ok' });
    assert.equal((await kernel.client.exchange(cell)).reply.content.status, 'ok');
    assert.equal(kernel.language.heard.length, 1);
  });

  it('hands on what is said to comms, with the bytes', async () => {
    kernel = await served();
    const content = { comm_id: 'c', target_name: 'slider', data: { value: 3 } };
    const id = await kernel.client.send('shell', 'comm_open', content, {
      metadata: { version: '2' },
      buffers: [Buffer.from([1, 2, 255])],
    });
    await kernel.client.hear(
      ({ about, content: c }) => about === id && c.execution_state === 'idle',
    );
    const [{ buffers, ...message }] = kernel.language.heard;
    assert.deepEqual(message, { id, type: 'comm_open', content, metadata: { version: '2' } });
    assert.deepEqual(
      buffers.map((buffer) => [...buffer]),
      [[1, 2, 255]],
    );
    kernel.language.events.publish(id, {
      type: 'comm_msg',
      content: { comm_id: 'c' },
      buffers: [Buffer.from([9])],
    });
    const answer = await kernel.client.hear(({ type }) => type === 'comm_msg');
    assert.equal(answer.about, id);
    assert.deepEqual([...answer.buffers[0]], [9]);
  });

  it('gives output to its own cell, also long after that, and the rest to the latest', async () => {
    kernel = await served();
    const { reply: first } = await kernel.client.execute('1');
    const { reply: second } = await kernel.client.execute('2');
    const say = (id: string, text: string): void =>
      kernel.language.events.publish(id, { type: 'stream', content: { name: 'stdout', text } });
    say(String(first.about), 'late');
    say('nobody', 'lost');
    const heard = async (text: string): Promise<unknown> =>
      (await kernel.client.hear(({ content }) => content.text === text)).about;
    assert.equal(await heard('late'), first.about);
    assert.equal(await heard('lost'), second.about);
  });

  it('loses none of 100,000 lines, and is idle after them', async () => {
    kernel = await served({
      flood: async (cell, events) => {
        for (let i = 0; i < 100_000; i++) {
          const name = i % 20 === 19 ? 'stderr' : 'stdout';
          events.publish(cell.id, { type: 'stream', content: { name, text: `${i}\n` } });
          if (i % 1000 === 0) await sleep(0);
        }
        return ok;
      },
    });
    const { published } = await kernel.client.execute('flood');
    const text = published
      .map(({ content: { text } }) => (typeof text === 'string' ? text : ''))
      .join('');
    assert.equal(text, Array.from({ length: 100_000 }, (_, i) => `${i}\n`).join(''));
    assert.equal(published.at(-1)?.content.execution_state, 'idle');
  });

  it('drops what is forged, repeated, broken or none of its business, and lives on', async () => {
    kernel = await served();
    const { client, log } = kernel;
    const frames = client.frames('execute_request', { code: 'once' });
    const forged = [...frames];
    forged[1] = Buffer.from('0'.repeat(64));
    await client.sendFrames('shell', forged);
    await client.sendFrames('shell', frames);
    await client.sendFrames('shell', frames);
    await client.sendFrames('control', ['hello']);
    await client.sendFrames('stdin', client.frames('input_reply', { value: 'unasked' }));
    const { published } = await client.ask('control', 'debug_request', { command: 'evaluate' });
    assert.deepEqual(words(published), ['busy', 'idle']);
    const unknown = await client.send('shell', 'dance_request', {});
    await client.hear(
      ({ about, content }) => about === unknown && content.execution_state === 'idle',
    );
    assert.equal((await client.execute('alive')).reply.content.status, 'ok');
    assert.deepEqual(
      kernel.language.ran.map(({ code }) => code),
      ['once', 'alive'],
    );
    assert.deepEqual(
      new Set(log),
      new Set([
        'a message on shell was dropped: its signature is wrong',
        'a message on shell was dropped: it was received before',
        'a message on control was dropped: it is no Jupyter message',
        'nobody waits for this input_reply',
        'debug_request failed: Error: This kernel has no debugger for front ends. ' +
          'Use `node --inspect` instead.',
        "nobody here knows what to do with a message of the type 'dance_request'",
      ]),
    );
  });

  it('checks no signatures without a key', async () => {
    kernel = await served({}, { key: '' });
    assert.equal((await kernel.client.execute('1')).reply.content.execution_count, 1);
    assert.equal((await kernel.client.execute('1')).reply.content.execution_count, 2);
  });

  it('answers pings', async () => {
    kernel = await served();
    assert.equal(await kernel.client.ping('one'), 'one');
    assert.equal(await kernel.client.ping('two'), 'two');
  });

  it('answers an error of the language with an error', async () => {
    kernel = await served(
      {},
      {
        parts: {
          inspect: () => {
            throw new TypeError('no such thing');
          },
        },
      },
    );
    const { reply, published } = await kernel.client.ask('shell', 'inspect_request', { code: 'a' });
    const { status, ename, evalue } = reply.content;
    assert.deepEqual(
      { status, ename, evalue },
      {
        status: 'error',
        ename: 'TypeError',
        evalue: 'no such thing',
      },
    );
    assert.deepEqual(words(published), ['busy', 'idle']);
  });

  it('remembers what was run and what came of it', async () => {
    kernel = await served({
      six: (cell, events) => {
        const content = { execution_count: cell.count, data: { 'text/plain': '6' }, metadata: {} };
        events.publish(cell.id, { type: 'execute_result', content });
        return ok;
      },
    });
    await kernel.client.execute('six');
    await kernel.client.execute('unseen', { store_history: false });
    const request = { hist_access_type: 'tail', n: 5, output: true };
    const { reply } = await kernel.client.ask('shell', 'history_request', request);
    assert.deepEqual(reply.content, { status: 'ok', history: [[1, 1, ['six', '6']]] });
    const wrong = { hist_access_type: 'all' };
    const { reply: refused } = await kernel.client.ask('shell', 'history_request', wrong);
    assert.match(String(refused.content.evalue), /"all"; expected 'range', 'tail' or 'search'/);
  });

  for (const channel of ['shell', 'control'] as const) {
    it(`ends when it is asked to on ${channel}, but answers first`, async () => {
      kernel = await served({ wait: () => new Promise(() => undefined) });
      const other = await rawClient(kernel.file);
      const running = await kernel.client.send('shell', 'execute_request', { code: 'wait' });
      const waiting = await kernel.client.send('shell', 'execute_request', { code: 'more' });
      await kernel.client.hear(({ about }) => about === running);
      const request = { restart: true };
      const { reply } = await kernel.client.ask(channel, 'shutdown_request', request);
      assert.deepEqual(reply.content, { status: 'ok', restart: true });
      await kernel.server.ended;
      assert.ok(kernel.language.closed);
      assert.equal((await kernel.client.exchange(waiting)).reply.content.status, 'aborted');
      const told = await other.hear(({ type }) => type === 'shutdown_reply');
      assert.equal(told.channel, 'iopub');
      other.close();
    });
  }

  it('does not wait for a language that does not end', async () => {
    kernel = await served({}, { parts: { close: () => new Promise(() => undefined) } });
    const { reply } = await kernel.client.ask('control', 'shutdown_request', { restart: false });
    assert.deepEqual(reply.content, { status: 'ok', restart: false });
    await kernel.server.ended;
  });

  it('stops the cell and those behind it on an interrupt from its own process', async () => {
    kernel = await served({
      wait: (_cell, _events, interrupted) => interrupted.then(() => failed),
    });
    const send = (code: string): Promise<string> =>
      kernel.client.send('shell', 'execute_request', { code, stop_on_error: false });
    const ids = [await send('wait'), await send('next')];
    await kernel.client.hear(({ about }) => about === ids[0]);
    kernel.server.interrupt();
    const [first, second] = await Promise.all(ids.map((id) => kernel.client.exchange(id)));
    assert.equal(first.reply.content.ename, 'RangeError');
    assert.deepEqual(second.reply.content, { status: 'aborted' });
  });
});
