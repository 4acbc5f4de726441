import assert from 'node:assert/strict';
import { encodeFrame, frameReader } from '../../../../src/kernel/cells/line/frames.js';

describe('frames', () => {
  const values = [
    1,
    'ü',
    { a: [undefined, null, 3n] },
    '',
    new Uint8Array([1, 2]),
    'x'.repeat(70_000),
  ];
  const bytes = Buffer.concat(values.map(encodeFrame));
  const read = (pieces: readonly Buffer[]): unknown[] => {
    const heard: unknown[] = [];
    const take = frameReader((value) => heard.push(value));
    pieces.forEach(take);
    return heard;
  };

  it('give values back that come in one go', () => {
    assert.deepEqual(read([bytes]), values);
  });

  it('give them back byte by byte', () => {
    const short = Buffer.concat(values.slice(0, 5).map(encodeFrame));
    assert.deepEqual(read([...short].map((byte) => Buffer.of(byte))), values.slice(0, 5));
  });

  it('give them back wherever the stream is cut in two', () => {
    const short = Buffer.concat([encodeFrame('one'), encodeFrame({ two: 2 }), encodeFrame(3)]);
    for (let at = 0; at <= short.length; at++) {
      const pieces = [short.subarray(0, at), short.subarray(at)];
      assert.deepEqual(read(pieces), ['one', { two: 2 }, 3], `cut at ${at}`);
    }
  });

  it('hand on each value as soon as it is whole', () => {
    const [first, second] = [encodeFrame('a'), encodeFrame('b')];
    assert.deepEqual(read([first, second.subarray(0, -1)]), ['a']);
  });

  it('refuse what cannot be sent', () => {
    assert.throws(() => encodeFrame({ f: () => 1 }), /could not be cloned/);
  });
});
