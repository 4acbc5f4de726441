import assert from 'node:assert/strict';
import { strip, type StripOptions } from '../../src/plot/strip.js';
import { assertClose } from '../support/close.js';
import { marked, textsOf, viewsOf } from '../support/vega.js';

const rows = ['SNIP', 'random'].flatMap((arm) =>
  [1, 10, 100].flatMap((batch) =>
    [0, 1, 2].map((seed) => ({ arm, batch, seed, error: (arm === 'SNIP' ? 1 : 2) + seed / 10 })),
  ),
);

const plain: StripOptions<(typeof rows)[number]> = {
  x: { column: 'batch', title: 'Examples', scale: 'log' },
  y: { column: 'error', title: 'Test error (%)' },
  unit: 'seed',
};
const options = { ...plain, group: 'arm' } as const;

const meansOf = (spec: ReturnType<typeof strip>) =>
  marked(viewsOf(spec)[0], 'point')[0].data!.values as readonly {
    group: string;
    at: string;
    x: number;
    mean: number;
    low: number;
    n: number;
  }[];

describe('strip', () => {
  it('draws every seed once, in a lane of its arm', () => {
    const dots = viewsOf(strip(rows, options))[0].data.values;
    assert.equal(dots.length, 18);
    const xs = (arm: string): number[] =>
      dots.filter(({ group, at }) => group === arm && at === '10').map(({ x }) => Number(x));
    // 10 stands at 1; each of two arms has 0.4, of which the dots fill 0.64.
    assertClose(xs('SNIP')[0], 0.8 - 0.128);
    assertClose(xs('SNIP')[1], 0.8);
    assertClose(xs('random')[2], 1.2 + 0.128);
  });

  it('gives the mean of each arm with its t interval', () => {
    const means = meansOf(strip(rows, options));
    assert.equal(means.length, 6);
    const [first] = means;
    assert.deepEqual([first.group, first.at, first.n], ['SNIP', '1', 3]);
    assertClose(first.mean, 1.1);
    // scipy.stats.t.ppf(0.975, 2) = 4.30265, times 0.1 / sqrt(3)
    assertClose(first.low, 1.1 - (4.302652729911275 * 0.1) / Math.sqrt(3), 1e-6);
  });

  it('labels the places that there are, and levels', async () => {
    const spec = strip(rows, { ...options, reference: { label: 'dense', value: 1.5 } });
    const seen = await textsOf(spec);
    for (const text of ['1', '10', '100', 'Examples', 'SNIP', 'random', 'dense']) {
      assert.ok(seen.includes(text), `${text} is missing from ${seen.join(', ')}`);
    }
  });

  it('puts categories at equal distances, in the order asked for', async () => {
    const x = { column: 'batch', title: 'Examples', order: [100, 1] } as const;
    const spec = strip(rows, { ...options, x });
    const at = meansOf(spec)
      .filter(({ group }) => group === 'SNIP')
      .map(({ at, x }) => [at, x]);
    assert.deepEqual(at, [
      ['1', 0.8],
      ['100', -0.2],
    ]);
    const seen = await textsOf(spec);
    assert.ok(seen.indexOf('100') < seen.indexOf('1') && !seen.includes('10'));
  });

  it('takes the geometric mean on a logarithmic axis', () => {
    const two = [2, 8].map((error, seed) => ({ ...rows[0], seed, error }));
    const y = { ...options.y, scale: 'log' } as const;
    assertClose(meansOf(strip(two, { ...options, y }))[0].mean, 4);
    assertClose(meansOf(strip(two, options))[0].mean, 5);
  });

  it('has no legend for rows without arms', async () => {
    const spec = strip(rows, plain);
    const { color } = marked(viewsOf(spec)[0], 'circle')[0].encoding;
    assert.equal(color.legend, null);
    assert.ok((await textsOf(spec)).includes('Test error (%)'));
  });

  it('refuses zero on a logarithmic axis, and to draw nothing', () => {
    assert.throws(
      () => strip([{ ...rows[0], batch: 0 }], options),
      /needs values above 0, but 'batch' has 0/,
    );
    assert.throws(() => strip(rows, { ...options, order: ['SNAP'] }), /no row is one of SNAP/);
  });
});
