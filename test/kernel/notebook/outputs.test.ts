import assert from 'node:assert/strict';
import type { Content, Message } from '../../../src/kernel/protocol/message.js';
import { collectOutputs, errorStream } from '../../../src/kernel/notebook/outputs.js';

const message = (type: string, content: Content): Message => ({
  type,
  id: 'm',
  parentId: 'p',
  content,
});
const stream = (name: string, text: string): Message => message('stream', { name, text });
const display = (type: string, id: string, html: string): Message =>
  message(type, { data: { 'text/html': html }, metadata: {}, transient: { display_id: id } });
const shown = (html: string): object => ({
  output_type: 'display_data',
  data: { 'text/html': html },
  metadata: {},
});

describe('outputs', () => {
  it('merges neighbouring writes to one stream, and no others', () => {
    const { outputs, hear } = collectOutputs().cell();
    hear(stream('stdout', 'a\n'));
    hear(stream('stdout', 'b\n'));
    hear(stream('stderr', 'c\n'));
    hear(stream('stdout', 'd\n'));
    assert.deepEqual(outputs, [
      { output_type: 'stream', name: 'stdout', text: 'a\nb\n' },
      { output_type: 'stream', name: 'stderr', text: 'c\n' },
      { output_type: 'stream', name: 'stdout', text: 'd\n' },
    ]);
    assert.equal(errorStream(outputs), 'c\n');
  });

  it('updates a display in place, also from a later cell, and no other display', () => {
    const collector = collectOutputs();
    const first = collector.cell();
    first.hear(display('display_data', 'bar', '0'));
    first.hear(display('display_data', 'other', 'x'));
    const second = collector.cell();
    second.hear(display('update_display_data', 'bar', '1'));
    second.hear(display('update_display_data', 'unknown', '?'));
    assert.deepEqual(first.outputs, [shown('1'), shown('x')]);
    assert.deepEqual(second.outputs, []);
  });

  it('clears at once, or with the next output when asked to wait', () => {
    const { outputs, hear } = collectOutputs().cell();
    hear(stream('stdout', 'a'));
    hear(message('clear_output', { wait: true }));
    assert.equal(outputs.length, 1);
    hear(stream('stdout', 'b'));
    assert.deepEqual(outputs, [{ output_type: 'stream', name: 'stdout', text: 'b' }]);
    hear(message('clear_output', {}));
    assert.deepEqual(outputs, []);
  });

  it('keeps results and errors, and no other message', () => {
    const { outputs, hear } = collectOutputs().cell();
    hear(message('status', { execution_state: 'busy' }));
    hear(
      message('execute_result', { data: { 'text/plain': '2' }, metadata: {}, execution_count: 4 }),
    );
    hear(message('error', { ename: 'E', evalue: 'v', traceback: ['t'] }));
    assert.deepEqual(outputs, [
      {
        output_type: 'execute_result',
        data: { 'text/plain': '2' },
        metadata: {},
        execution_count: 4,
      },
      { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['t'] },
    ]);
  });
});
