import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { asJson, takeOutput, type Publish } from '../../../src/kernel/cells/output.js';
import { begin, newRun } from '../../../src/kernel/cells/run.js';
import type { Published } from '../../../src/kernel/server/language.js';

describe('takeOutput', () => {
  const terminal = new Console(process.stdout, process.stderr);
  const writes = {
    stdout: process.stdout.write.bind(process.stdout),
    stderr: process.stderr.write.bind(process.stderr),
  };
  const sent: [id: string, output: Published][] = [];
  let publish: Publish;

  /** What is sent by what `write` does with the streams taken over. */
  const taken = (write: () => void): string[] => {
    sent.length = 0;
    publish = takeOutput((id, output) => sent.push([id, output]));
    try {
      write();
    } finally {
      process.stdout.write = writes.stdout;
      process.stderr.write = writes.stderr;
    }
    return sent.map(
      ([id, { content }]) => `${id} ${String(content.name)}: ${String(content.text)}`,
    );
  };
  beforeEach(() => begin(newRun('1')));

  it('sends what is written below the cell that writes, at once and in order', () => {
    assert.deepEqual(
      taken(() => {
        process.stdout.write('a');
        process.stderr.write('b');
        terminal.log('c %d', 1);
        terminal.error('d');
      }),
      ['1 stdout: a', '1 stderr: b', '1 stdout: c 1\n', '1 stderr: d\n'],
    );
  });

  it('puts characters together that come in pieces', () => {
    const bytes = Buffer.from('€ß');
    assert.deepEqual(
      taken(() => {
        for (const byte of bytes) process.stdout.write(Buffer.of(byte));
        process.stderr.write(new Uint8Array([97]));
      }),
      ['1 stdout: €', '1 stdout: ß', '1 stderr: a'],
    );
  });

  it('calls back, whatever the arguments', async () => {
    const calls: Promise<void>[] = [];
    const called = (start: (done: () => void) => void): void => void calls.push(new Promise(start));
    taken(() => {
      called((done) => process.stdout.write('a', done));
      called((done) => process.stdout.write('a', 'utf8', done));
      called((done) => process.stdout.write('', done));
      assert.equal(process.stdout.write('b'), true);
    });
    await Promise.all(calls);
    assert.equal(calls.length, 3);
  });

  it('understands texts in other encodings', () => {
    assert.deepEqual(
      taken(() => process.stdout.write('4a4b', 'hex')),
      ['1 stdout: JK'],
    );
  });

  it('shows displays below the running cell, or below the one given', () => {
    taken(() => {
      publish({ type: 'display_data', content: { data: { 'text/plain': 'x' } } });
      publish({ type: 'error', content: {} }, newRun('2'));
    });
    assert.deepEqual(
      sent.map(([id, { type }]) => [id, type]),
      [
        ['1', 'display_data'],
        ['2', 'error'],
      ],
    );
  });

  it('refuses what JSON cannot say, in the cell that shows it', () => {
    const circle: Record<string, unknown> = {};
    circle.circle = circle;
    taken(() => {
      assert.throws(() => publish({ type: 'display_data', content: { circle } }), /circular/);
      assert.throws(() => publish({ type: 'display_data', content: { n: 1n } }), /BigInt/);
    });
    assert.deepEqual(sent, []);
  });
});

describe('asJson', () => {
  it('is what arrives', () => {
    const date = new Date(0);
    assert.deepEqual(asJson({ a: undefined, f: () => 1, date, n: NaN }), {
      ...{ date: '1970-01-01T00:00:00.000Z', n: null },
    });
  });
});
