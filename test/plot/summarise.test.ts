import assert from 'node:assert/strict';
import { summarise } from '../../src/plot/summarise.js';
import { assertClose } from '../support/close.js';

const columns = { x: 'density', y: 'accuracy', group: 'arm' } as const;
const row = (arm: string, seed: number, density: number, accuracy: number) => ({
  arm,
  seed,
  density,
  accuracy,
});

describe('summarise', () => {
  it('gives mean, range and t interval per group and x, x upwards', () => {
    const rows = [row('a', 0, 0.5, 1), row('a', 1, 0.5, 3), row('a', 0, 0.1, 7), row('b', 0, 1, 4)];
    const [first, second, third] = summarise(rows, columns);
    assert.deepEqual(first, {
      group: 'a',
      x: 0.1,
      n: 1,
      mean: 7,
      min: 7,
      max: 7,
      low: null,
      high: null,
    });
    assert.deepEqual([second.x, second.n, second.mean, second.min, second.max], [0.5, 2, 2, 1, 3]);
    assertClose(second.low!, 2 - 12.706204736174694); // t(0.975, 1) times sqrt(2) / sqrt(2)
    assertClose(second.high!, 2 + 12.706204736174694);
    assert.equal(third.group, 'b');
  });

  it('counts several rows of a seed once', () => {
    const rows = [row('a', 0, 1, 1), row('a', 0, 1, 5), row('a', 1, 1, 9)];
    const [pooled] = summarise(rows, columns);
    const [bySeed] = summarise(rows, { ...columns, unit: 'seed' });
    assert.deepEqual([pooled.n, pooled.mean], [3, 5]);
    assert.deepEqual([bySeed.n, bySeed.mean, bySeed.min, bySeed.max], [2, 6, 3, 9]);
  });

  it('refuses a row without a number', () => {
    assert.throws(
      () => summarise([row('a', 0, 1, Number.NaN)], columns),
      /finite number in the column 'accuracy', but a row has NaN\. .*arm, seed, density, accuracy/,
    );
    assert.deepEqual(summarise([] as ReturnType<typeof row>[], columns), []);
  });

  it('takes the mean of logarithms if asked to, which needs values above zero', () => {
    const rows = [row('a', 0, 1, 1), row('a', 1, 1, 100)];
    const [s] = summarise(rows, { ...columns, geometric: true });
    assertClose(s.mean, 10);
    assertClose(s.low! * s.high!, 100); // as far below as above
    assert.deepEqual([s.n, s.min, s.max], [2, 1, 100]);
    assert.throws(
      () => summarise([row('a', 0, 1, 0)], { ...columns, geometric: true }),
      /needs values above 0, but there is 0/,
    );
  });
});
