import assert from 'node:assert/strict';
import { decodeMessage, encodeRequest, newSession } from '../../../src/kernel/protocol/message.js';

describe('messages', () => {
  const session = { id: 'me', key: 'secret' };
  // Signed with `openssl dgst -sha256 -hmac secret` over the four parts.
  const frames = [
    'address',
    '<IDS|MSG>',
    'a61319ec893ef3551f89cd37790beef027d583e2427a4a424ee526c001a7215c',
    '{"msg_id":"1","msg_type":"stream"}',
    '{"msg_id":"0"}',
    '{}',
    '{"name":"stdout","text":"é"}',
  ].map((frame) => Buffer.from(frame));

  it('reads a signed message and what it answers', () => {
    assert.deepEqual(decodeMessage(session, frames), {
      type: 'stream',
      id: '1',
      parentId: '0',
      content: { name: 'stdout', text: 'é' },
    });
  });

  it('takes no message that another key signed, that was changed, or that is none', () => {
    assert.equal(decodeMessage({ id: 'me', key: 'other' }, frames), undefined);
    const changed = [...frames.slice(0, 6), Buffer.from('{"name":"stdout","text":"e"}')];
    assert.equal(decodeMessage(session, changed), undefined);
    assert.equal(decodeMessage(session, [Buffer.from('hello')]), undefined);
  });

  it('has no parent when the header of the parent is empty', () => {
    const { id, frames: sent } = encodeRequest(session, 'execute_request', { code: '1' });
    const message = decodeMessage(
      session,
      sent.map((frame) => Buffer.from(frame)),
    );
    assert.deepEqual(message, {
      type: 'execute_request',
      id,
      parentId: undefined,
      content: { code: '1' },
    });
  });

  it('has sessions that differ in name and key', () => {
    const [a, b] = [newSession(), newSession()];
    assert.equal(new Set([a.id, a.key, b.id, b.key]).size, 4);
  });
});
