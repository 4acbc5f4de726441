import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { isPng, png } from '../../../src/display/pictures/png.js';

describe('png', () => {
  const file = png({
    width: 3,
    height: 2,
    channels: 1,
    bytes: Uint8Array.from([0, 50, 100, 150, 200, 250]),
  });

  it('writes signature, size, and the pixels behind a filter byte a line', () => {
    assert.deepEqual([...file.subarray(0, 8)], [137, 80, 78, 71, 13, 10, 26, 10]);
    assert.deepEqual([file.readUInt32BE(16), file.readUInt32BE(20)], [3, 2]);
    const at = file.indexOf('IDAT');
    const data = inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
    assert.deepEqual([...data], [0, 0, 50, 100, 0, 150, 200, 250]);
    // checksum of an empty IEND chunk, as in every PNG file
    assert.equal(file.subarray(-4).toString('hex'), 'ae426082');
  });

  it('says how many channels there are, by the numbers of the standard', () => {
    const types = ([1, 2, 3, 4] as const).map(
      (channels) => png({ width: 1, height: 1, channels, bytes: new Uint8Array(channels) })[25],
    );
    assert.deepEqual(types, [0, 4, 2, 6]);
  });

  it('knows its own', () => {
    assert.ok(isPng(file));
    assert.ok(!isPng(file.subarray(1)) && !isPng(new Uint8Array(2)) && !isPng('PNG'));
  });
});
