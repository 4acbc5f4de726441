import assert from 'node:assert/strict';
import { duration, time } from '../../../src/display/kinds/time.js';
import { textWriter } from '../../support/text-writer.js';

describe('time', () => {
  it('gives what the work gives, and prints a line', async () => {
    const writer = textWriter();
    assert.equal(await time('sum', () => 1 + 2, { writer }), 3);
    assert.equal(await time(() => Promise.resolve('x'), { writer }), 'x');
    const [labelled, plain] = writer.text().split('\n');
    assert.match(labelled, /^sum: [\d.e-]+ m?s \(CPU [\d.e-]+ m?s\)$/);
    assert.match(plain, /^[\d.e-]+ m?s \(CPU/);
  });

  it('prints it also when the work fails', async () => {
    const writer = textWriter();
    const fail = (): never => {
      throw new RangeError('no');
    };
    await assert.rejects(time('bad', fail, { writer }), RangeError);
    assert.match(writer.text(), /^bad: /);
  });

  it('writes durations as people read them', () => {
    assert.deepEqual([0.1234, 12.34, 999, 1234, 59_940, 125_000].map(duration), [
      '0.123 ms',
      '12.3 ms',
      '999 ms',
      '1.23 s',
      '59.9 s',
      '2 min 5 s',
    ]);
  });
});
