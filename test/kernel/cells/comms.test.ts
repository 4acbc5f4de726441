import assert from 'node:assert/strict';
import type { Comm } from '../../../src/display/live.js';
import { newComms, type Comms } from '../../../src/kernel/cells/comms.js';
import { begin, currentRun, newRun } from '../../../src/kernel/cells/run.js';
import type { CommMessage, Published } from '../../../src/kernel/server/language.js';

describe('comms', () => {
  let comms: Comms;
  let published: [output: Published, parent: string | undefined][];
  beforeEach(() => {
    begin(newRun('1'));
    published = [];
    comms = newComms((output, parent) => published.push([output, parent]));
  });
  const said = (): string[] =>
    published.map(([{ type, content }]) => `${type} ${JSON.stringify(content)}`);
  const hear = (
    type: CommMessage['type'],
    content: Record<string, unknown>,
    more: Partial<CommMessage> = {},
  ): void => {
    comms.hear({ id: 'm', type, content, metadata: {}, buffers: [], ...more });
  };

  it('are opened, send and are closed', () => {
    const comm = comms.open({ target: 't', id: 'c', data: { a: 1 } });
    comm.send({ b: 2 }, [new Uint8Array([3])]);
    comm.close();
    comm.close();
    assert.deepEqual(said(), [
      'comm_open {"comm_id":"c","target_name":"t","data":{"a":1}}',
      'comm_msg {"comm_id":"c","data":{"b":2}}',
      'comm_close {"comm_id":"c","data":{}}',
    ]);
    assert.deepEqual(published[1][0].buffers, [new Uint8Array([3])]);
  });

  it('have an id of their own if none is given', () => {
    assert.notEqual(comms.open({ target: 't' }).id, comms.open({ target: 't' }).id);
  });

  it('hear what the front end says, and their end', () => {
    const heard: unknown[] = [];
    const comm = comms.open({ target: 't', id: 'c' });
    comm.onMessage((data, buffers) => heard.push(data, buffers));
    comm.onMessage((data) => heard.push(['again', data]));
    comm.onClose((data) => heard.push(['closed', data]));
    hear('comm_msg', { comm_id: 'c', data: { a: 1 } }, { buffers: [new Uint8Array([1])] });
    hear('comm_msg', { comm_id: 'another', data: {} });
    hear('comm_close', { comm_id: 'c', data: { b: 1 } });
    hear('comm_msg', { comm_id: 'c', data: { late: 1 } });
    assert.deepEqual(heard, [
      { a: 1 },
      [new Uint8Array([1])],
      ['again', { a: 1 }],
      ['closed', { b: 1 }],
    ]);
  });

  it('are opened by the front end for a target that is known', () => {
    const opened: [Comm, unknown][] = [];
    comms.onOpened('t', (comm, data) => opened.push([comm, data]));
    hear('comm_open', { comm_id: 'c', target_name: 't', data: { a: 1 } });
    assert.equal(opened[0][0].id, 'c');
    assert.deepEqual(opened[0][1], { a: 1 });
    opened[0][0].send({ answer: 1 });
    assert.deepEqual(said(), ['comm_msg {"comm_id":"c","data":{"answer":1}}']);
  });

  it('are closed again if nobody wants them', () => {
    hear('comm_open', { comm_id: 'c', target_name: 'nobody', data: {} }, { id: 'message' });
    assert.deepEqual(said(), ['comm_close {"comm_id":"c","data":{}}']);
    assert.equal(published[0][1], 'message');
  });

  it('call back as part of the cell that gave the callback', () => {
    const owners: unknown[] = [];
    comms.open({ target: 't', id: 'c' }).onMessage(() => owners.push(currentRun()?.id));
    begin(newRun('2'));
    hear('comm_msg', { comm_id: 'c', data: {} });
    assert.deepEqual(owners, ['1']);
  });
});
