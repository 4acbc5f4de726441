import assert from 'node:assert/strict';
import { stream } from '../../src/math/rng.js';
import { createAugmenter } from '../../src/training/augment.js';

describe('augmenter', () => {
  it('draws every move and mirroring equally often', () => {
    const size = 20_000;
    const augmenter = createAugmenter(size, stream(1, 'augment'), { crop: 4, mirror: true });
    const { down, right, mirrored } = augmenter.draw(size);
    const counts = new Map<string, number>();
    for (let i = 0; i < size; i++) {
      const kind = [down[i], right[i], mirrored[i]].join();
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const kinds = 9 * 9 * 2;
    assert.equal(counts.size, kinds);
    const expected = size / kinds;
    const chi = [...counts.values()].reduce((s, n) => s + (n - expected) ** 2 / expected, 0);
    // Chi-squared with 161 degrees of freedom: mean 161, deviation 18; five deviations.
    assert.ok(chi < 161 + 90, `chi-squared ${chi}`);
  });

  it('only crops, only mirrors, or leaves pictures alone', () => {
    const of = (options: object) => createAugmenter(50, stream(1, 'augment'), options).draw(50);
    const still = (values: ArrayLike<number>) => Array.from(values).every((v) => v === 0);
    const cropped = of({ crop: 1 });
    assert.deepEqual([...new Set(cropped.down)].sort(), [-1, 0, 1].sort());
    assert.ok(still(cropped.mirrored));
    const mirrored = of({ mirror: true });
    assert.ok(still(mirrored.down) && still(mirrored.right) && !still(mirrored.mirrored));
    const neither = of({});
    assert.ok(still(neither.down) && still(neither.right) && still(neither.mirrored));
  });

  it('skips what others have drawn, whatever the batches', () => {
    const make = () => createAugmenter(10, stream(2, 'augment'), { crop: 3, mirror: true });
    const [whole, skipping] = [make(), make()];
    for (const count of [10, 10, 3]) whole.draw(count);
    skipping.skip(23);
    const copy = ({ down, right, mirrored }: ReturnType<typeof whole.draw>) => [
      [...down.subarray(0, 7)],
      [...right.subarray(0, 7)],
      [...mirrored.subarray(0, 7)],
    ];
    assert.deepEqual(copy(skipping.draw(7)), copy(whole.draw(7)));
  });

  it('allocates nothing', () => {
    const augmenter = createAugmenter(10, stream(3, 'augment'), { crop: 3 });
    assert.equal(augmenter.draw(10), augmenter.draw(5));
  });

  it('refuses a crop that is no number of pixels', () => {
    for (const crop of [-1, 1.5, 128]) {
      assert.throws(() => createAugmenter(1, stream(1, 'a'), { crop }), /from 0 to 127, but is/);
    }
  });
});
