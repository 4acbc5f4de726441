import assert from 'node:assert/strict';
import { newHeader, readEnvelope, writeEnvelope } from '../../../src/kernel/protocol/envelope.js';

describe('envelopes', () => {
  const header = newHeader({ id: 'me', key: 'secret' }, 'comm_msg');
  const draft = {
    identities: [Buffer.from([0, 1]), Buffer.from('you')],
    header,
    parent: { msg_id: 'request' },
    metadata: { cellId: '7' },
    content: { data: { text: 'é' } },
    buffers: [Buffer.from([255, 0, 254]), Buffer.alloc(0)],
  };
  const sent = (key: string): Buffer[] =>
    writeEnvelope(key, draft).map((frame) => Buffer.from(frame));

  it('arrive as they were sent', () => {
    const read = readEnvelope('secret', sent('secret'));
    assert.ok(!('refused' in read));
    const { signature, ...envelope } = read;
    assert.deepEqual(envelope, draft);
    assert.match(signature, /^[0-9a-f]{64}$/);
  });

  it('are not signed, nor is it checked, without a key', () => {
    const frames = sent('');
    assert.equal(frames[3].toString(), '');
    assert.ok(!('refused' in readEnvelope('', frames)));
    assert.ok(!('refused' in readEnvelope('', sent('secret'))));
    assert.deepEqual(readEnvelope('secret', frames), { refused: 'its signature is wrong' });
  });

  it('are refused before they are read, if the signature is wrong', () => {
    const frames = sent('other');
    frames[4] = Buffer.from('{');
    assert.deepEqual(readEnvelope('secret', frames), { refused: 'its signature is wrong' });
  });

  it('are refused if they are no messages', () => {
    const refused = { refused: 'it is no Jupyter message' };
    assert.deepEqual(readEnvelope('secret', [Buffer.from('hello')]), refused);
    assert.deepEqual(readEnvelope('secret', sent('secret').slice(0, 7)), refused);
  });

  it('are refused if they are broken, although signed', () => {
    const broken = (i: number, json: string): unknown => {
      const frames = sent('');
      frames[i] = Buffer.from(json);
      return readEnvelope('', frames);
    };
    for (const i of [4, 5, 6, 7]) {
      for (const json of ['{', '', 'null', '[]', '{"a": NaN}']) {
        assert.deepEqual(broken(i, json), { refused: 'its JSON is broken' });
      }
    }
    const nameless = { refused: 'its header names no msg_id and msg_type' };
    assert.deepEqual(broken(4, '{"msg_id": "1"}'), nameless);
  });
});
