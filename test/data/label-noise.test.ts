import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type Dataset, makeDataset } from '../../src/data/dataset.js';
import {
  addLabelNoise,
  checkLabelNoise,
  type LabelNoise,
  type NoiseDraws,
  noisyLabels,
  wrongFraction,
} from '../../src/data/label-noise.js';
import { stream } from '../../src/math/rng.js';
import { numpyRandom } from '../support/numpy-random.js';

interface Fixture {
  readonly before: Record<'first' | 'second' | 'hundred', string>;
  readonly cases: {
    kind: string;
    fraction: number;
    seed: number;
    before: keyof Fixture['before'];
    after: string;
    changed: number;
  }[];
}

const fixture = JSON.parse(
  fs.readFileSync(new URL('../fixtures/sdd-label-noise.json', import.meta.url), 'utf8'),
) as Fixture;

/** Their name of a noise, ours, a data set that has it, and how far each label's seed is moved. */
const conventions: Record<string, [kind: LabelNoise['kind'], name: string, offset: number]> = {
  randomize: ['uniform', 'mnist', 0],
  symmetric: ['symmetric', 'mnist', 2],
  pairflip: ['pair-flip', 'mnist', 3],
  asymmetric_mnist: ['asymmetric', 'mnist', 0],
  asymmetric_cifar10: ['asymmetric', 'cifar-10-16', 0],
  asymmetric_cifar100: ['asymmetric', 'cifar-100', 0],
};

/**
 * The authors' draws, each from a generator of its own: the new labels from `seed`, the order of all
 * examples from `seed + 1`, that of class c from `seed + c`, label i from `seed + offset + i`.
 */
function officialDraws(seed: number, offset: number): NoiseDraws {
  return {
    labels: (count, numClasses) => numpyRandom(seed).randint(numClasses, count),
    order: (count, ofClass = 1) => numpyRandom(seed + ofClass).permutation(count),
    label: (example, row) => numpyRandom(seed + offset + example).category(row),
  };
}

/** One picture of one pixel for every label. */
function dataset(name: string, labels: ArrayLike<number>, numClasses = 10): Dataset {
  return makeDataset({
    name,
    split: 'train',
    images: Uint8Array.from(labels, (_, i) => i % 256),
    labels: Uint8Array.from(labels),
    shape: [1, 1, 1],
    numClasses,
    mean: [0],
    deviation: [1],
  });
}

/** `perClass` labels of each class in turn. */
const balanced = (name: string, perClass: number, numClasses = 10): Dataset =>
  dataset(
    name,
    Array.from({ length: perClass * numClasses }, (_, i) => i % numClasses),
    numClasses,
  );

/** Counts of [from, to] among the labels that changed, as `from>to`. */
function moves(before: Dataset, after: Dataset): Map<string, number> {
  const counts = new Map<string, number>();
  before.labels.forEach((from, i) => {
    const to = after.labels[i];
    const move = `${from}>${to}`;
    if (from !== to) counts.set(move, (counts.get(move) ?? 0) + 1);
  });
  return counts;
}

const noisy = (data: Dataset, kind: LabelNoise['kind'], fraction: number, seed = 1): Dataset =>
  addLabelNoise(data, { kind, fraction }, stream(seed, 'label-noise'));

describe("label noise against the authors' code", () => {
  for (const { kind, fraction, seed, before, after, changed } of fixture.cases) {
    it(`${kind}, ${fraction}, seed ${seed}: the same labels from the same draws`, () => {
      const [digits, numClasses] = before === 'hundred' ? [/../g, 100] : [/./g, 10];
      const read = (text: string): number[] => text.match(digits)!.map(Number);
      const [ours, name, offset] = conventions[kind];
      const data = dataset(name, read(fixture.before[before]), numClasses);
      assert.equal(data.size, 300);
      const labels = noisyLabels(data, { kind: ours, fraction }, officialDraws(seed, offset));
      assert.deepEqual([...labels], read(after));
      assert.equal(wrongFraction(data, { labels }), changed / 300);
    });
  }
});

describe('label noise', () => {
  const all: readonly LabelNoise['kind'][] = ['uniform', 'symmetric', 'pair-flip', 'asymmetric'];
  const data = balanced('mnist-14', 500);

  it('uniform draws ceil(fraction * size) labels anew, so that 9 in 10 of them come out wrong', () => {
    const wrong = wrongFraction(data, noisy(data, 'uniform', 0.5));
    // 2,500 labels, each wrong with probability 0.9: 2,250 expected, with a standard deviation of 15
    assert.ok(Math.abs(wrong * 5000 - 2250) < 75, String(wrong));
    const few = balanced('glyphs', 1);
    const asked: number[] = [];
    const draws: NoiseDraws = {
      ...officialDraws(0, 0),
      labels: (count) => {
        asked.push(count);
        return new Array<number>(count).fill(3);
      },
    };
    const labels = noisyLabels(few, { kind: 'uniform', fraction: 0.41 }, draws);
    assert.deepEqual(asked, [5]);
    assert.ok(labels.filter((label) => label === 3).length >= 5);
  });

  it('symmetric gives wrong labels only, all of them alike', () => {
    const after = noisy(data, 'symmetric', 0.4);
    // 2,000 expected, with a standard deviation of 35; 22 of each of the 90 moves
    assert.ok(Math.abs(wrongFraction(data, after) * 5000 - 2000) < 175);
    const counts = moves(data, after);
    assert.equal(counts.size, 90);
    assert.ok([...counts.values()].every((count) => count > 3 && count < 50));
    assert.equal(wrongFraction(data, noisy(data, 'symmetric', 1)), 1);
  });

  it('pair-flip moves labels to the next class', () => {
    const after = noisy(data, 'pair-flip', 0.4);
    const next = Array.from({ length: 10 }, (_, c) => `${c}>${(c + 1) % 10}`);
    assert.deepEqual([...moves(data, after).keys()].sort(), next);
    assert.ok(Math.abs(wrongFraction(data, after) * 5000 - 2000) < 175);
    const moved = noisy(data, 'pair-flip', 1);
    assert.deepEqual(
      [...moved.labels],
      [...data.labels].map((label) => (label + 1) % 10),
    );
  });

  it('asymmetric moves labels by the table of the data set', () => {
    const digits = moves(data, noisy(data, 'asymmetric', 0.4));
    assert.deepEqual([...digits.keys()].sort(), ['2>7', '3>8', '5>6', '6>5']);
    assert.ok([...digits.values()].every((count) => Math.abs(count - 200) < 60));
    const objects = balanced('cifar-10-jpeg', 33);
    assert.deepEqual(
      [...moves(objects, noisy(objects, 'asymmetric', 0.4))].sort(),
      ['2>0', '3>5', '4>7', '5>3', '9>1'].map((move) => [move, 14]), // ceil(0.4 * 33)
    );
    const fine = balanced('cifar-100', 3, 100);
    const blocks = moves(fine, noisy(fine, 'asymmetric', 1));
    assert.equal(blocks.size, 100);
    assert.deepEqual(
      ['0>1', '4>0', '7>8', '9>5', '99>95'].map((move) => blocks.get(move)),
      [3, 3, 3, 3, 3],
    );
  });

  for (const kind of all) {
    it(`${kind} is drawn from its stream alone, and changes the labels alone`, () => {
      const before = data.labels.slice();
      const after = noisy(data, kind, 0.3);
      assert.deepEqual(after.labels, noisy(data, kind, 0.3).labels);
      assert.notDeepEqual(after.labels, noisy(data, kind, 0.3, 2).labels);
      assert.deepEqual(data.labels, before);
      assert.equal(after.images, data.images);
      assert.notEqual(after.sha256, data.sha256);
      assert.ok(after.labels.buffer instanceof SharedArrayBuffer);
      const none = noisy(data, kind, 0);
      assert.deepEqual(none.labels, data.labels);
      assert.equal(none.sha256, data.sha256);
    });
  }

  it('drops targets, which told the old labels', () => {
    const two = makeDataset({ ...dataset('own', [0, 1], 2), targets: Float32Array.of(1, 0, 0, 1) });
    const after = noisy(two, 'pair-flip', 1);
    assert.deepEqual([...after.labels], [1, 0]);
    assert.equal('targets' in after, false);
  });

  it('says what cannot be', () => {
    const check = (kind: string, fraction: number, numClasses: number, name: string) => () =>
      checkLabelNoise({ kind, fraction } as LabelNoise, numClasses, name);
    for (const kind of all) assert.doesNotThrow(check(kind, 1, 10, 'mnist'));
    assert.doesNotThrow(check('asymmetric', 0.2, 100, 'cifar-100'));
    assert.throws(check('pairflip', 0.2, 10, 'mnist'), /Did you mean 'pair-flip'/);
    assert.throws(check('symmetric', 20, 10, 'mnist'), /from 0 to 1, but is 20/);
    assert.throws(check('symmetric', Number.NaN, 10, 'mnist'), /is NaN/);
    const asymmetric = /knows it of MNIST, .* is 'glyphs' with 10 classes\. Use 'pair-flip'/;
    assert.throws(check('asymmetric', 0.2, 10, 'glyphs'), asymmetric);
    assert.throws(check('asymmetric', 0.2, 10, 'cifar-100'), /'cifar-100' with 10 classes/);
    assert.throws(check('asymmetric', 0.2, 2, 'mnist'), /'mnist' with 2 classes/);
    assert.throws(() => noisy(balanced('glyphs', 1), 'asymmetric', 0.2), /look alike/);
    assert.throws(() => wrongFraction(data, balanced('mnist', 1)), /5000 before and 10 after/);
  });
});
