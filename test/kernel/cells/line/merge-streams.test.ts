import assert from 'node:assert/strict';
import { mergeStreams } from '../../../../src/kernel/cells/line/merge-streams.js';
import type { FromCells } from '../../../../src/kernel/cells/line/messages.js';

describe('mergeStreams', () => {
  const sent: string[] = [];
  let sizes = 0;
  const send = mergeStreams((message, size) => {
    sizes += size;
    if (message.type !== 'publish') sent.push(message.type);
    else {
      const { type, content } = message.output;
      sent.push(
        type === 'stream' ? `${message.id} ${String(content.name)}: ${String(content.text)}` : type,
      );
    }
  });
  const write = (id: string, name: string, text: string): void => {
    send({ type: 'publish', id, output: { type: 'stream', content: { name, text } } }, 1);
  };
  const other: FromCells = {
    type: 'publish',
    id: '1',
    output: { type: 'display_data', content: {} },
  };
  const turn = (): Promise<void> =>
    new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  beforeEach(() => {
    sent.length = 0;
    sizes = 0;
  });

  it('makes neighbours one message, and no more', async () => {
    write('1', 'stdout', 'a');
    write('1', 'stdout', 'b');
    write('1', 'stderr', 'c');
    write('2', 'stderr', 'd');
    write('2', 'stdout', 'e');
    await turn();
    assert.deepEqual(sent, ['1 stdout: ab', '1 stderr: c', '2 stderr: d', '2 stdout: e']);
    assert.equal(sizes, 5);
  });

  it('keeps the order with everything else', async () => {
    write('1', 'stdout', 'a');
    send(other, 4);
    write('1', 'stdout', 'b');
    send({ type: 'done', id: '1', end: { reached: 0 } }, 1);
    assert.deepEqual(sent, ['1 stdout: a', 'display_data', '1 stdout: b', 'done']);
    await turn();
    assert.equal(sent.length, 4);
    assert.equal(sizes, 7);
  });

  it('sends on its own, soon', async () => {
    write('1', 'stdout', 'a');
    assert.deepEqual(sent, []);
    await turn();
    assert.deepEqual(sent, ['1 stdout: a']);
    write('1', 'stdout', 'b');
    await turn();
    assert.deepEqual(sent, ['1 stdout: a', '1 stdout: b']);
  });
});
