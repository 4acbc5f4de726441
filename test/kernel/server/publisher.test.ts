import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvelope } from '../../../src/kernel/protocol/envelope.js';
import { newPublisher } from '../../../src/kernel/server/publisher.js';
import type { Published } from '../../../src/kernel/server/language.js';

const stream = (text: string, name = 'stdout'): Published => ({
  type: 'stream',
  content: { name, text },
});

describe('the publisher', () => {
  const cell = { msg_id: 'cell' };
  let sent: unknown[][] = [];
  const publisher = newPublisher(
    { id: 'kernel', key: 'secret' },
    {
      send: (frames) => {
        const envelope = readEnvelope(
          'secret',
          frames.map((frame) => Buffer.from(frame)),
        );
        assert.ok(!('refused' in envelope));
        const { identities, parent, content } = envelope;
        sent.push([String(identities), parent.msg_id, ...Object.values(content)]);
      },
      flushed: () => Promise.resolve(),
    },
  );
  beforeEach(() => {
    sent = [];
  });

  it('says starting before anybody asked', () => {
    publisher.status({}, 'starting');
    assert.deepEqual(sent, [['status', undefined, 'starting']]);
  });

  it('greets under the name that was subscribed to', () => {
    publisher.greet('stream');
    assert.deepEqual(sent, [['stream', undefined, 'stream']]);
  });

  it('gathers what one cell writes to one stream, and keeps the order of all', async () => {
    publisher.publish(cell, stream('a\n'));
    publisher.publish(cell, stream('b\n'));
    publisher.publish(cell, stream('e\n', 'stderr'));
    publisher.publish({ msg_id: 'other' }, stream('o\n', 'stderr'));
    publisher.publish(cell, { type: 'clear_output', content: { wait: false } });
    publisher.publish(cell, stream('c\n'));
    publisher.publish(cell, { ...stream('m\n'), metadata: { own: true } });
    publisher.publish(cell, stream('d\n'));
    await publisher.flushed();
    assert.deepEqual(sent, [
      ['stream', 'cell', 'stdout', 'a\nb\n'],
      ['stream', 'cell', 'stderr', 'e\n'],
      ['stream', 'other', 'stderr', 'o\n'],
      ['clear_output', 'cell', false],
      ['stream', 'cell', 'stdout', 'c\n'],
      ['stream', 'cell', 'stdout', 'm\n'],
      ['stream', 'cell', 'stdout', 'd\n'],
    ]);
  });

  it('does not let text wait for long, nor grow without end', async () => {
    publisher.publish(cell, stream('soon'));
    assert.equal(sent.length, 0);
    await sleep(200);
    assert.deepEqual(sent, [['stream', 'cell', 'stdout', 'soon']]);
    publisher.publish(cell, stream('x'.repeat(300_000)));
    assert.equal(sent.length, 2);
  });
});
