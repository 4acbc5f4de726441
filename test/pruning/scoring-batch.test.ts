import assert from 'node:assert/strict';
import { makeDataset } from '../../src/data/dataset.js';
import { stream } from '../../src/math/rng.js';
import { drawScoringBatch, type ScoringBatchOptions } from '../../src/pruning/scoring-batch.js';

// 40 of class 0, 30 of class 1, 20 of class 2, none of class 3
const labels = Uint8Array.from({ length: 90 }, (_, i) => (i < 40 ? 0 : i < 70 ? 1 : 2));
const data = makeDataset({
  name: 'toy',
  split: 'train',
  images: new Uint8Array(90),
  labels,
  shape: [1, 1, 1],
  numClasses: 4,
  mean: [0],
  deviation: [1],
});

const draw = (options: ScoringBatchOptions, seed = 1): Int32Array =>
  drawScoringBatch(data, options, stream(seed, 'scoring')).examples;

const counts = (examples: Int32Array): number[] =>
  [0, 1, 2, 3].map((label) => examples.filter((i) => labels[i] === label).length);

describe('drawScoringBatch', () => {
  it('draws exactly so many of every class, none twice', () => {
    const examples = draw({ perClass: 20, missingClasses: 'allow' });
    assert.deepEqual(counts(examples), [20, 20, 20, 0]);
    assert.equal(new Set(examples).size, 60);
    assert.notDeepEqual(examples, draw({ perClass: 20, missingClasses: 'allow' }, 2));
    assert.deepEqual(examples, draw({ perClass: 20, missingClasses: 'allow' }));
  });

  it('mixes the classes, so that parts of the batch have all of them', () => {
    const first = draw({ perClass: 20, missingClasses: 'allow' }).subarray(0, 20);
    assert.deepEqual(
      counts(first).map((count) => count > 0),
      [true, true, true, false],
    );
  });

  it('draws from the candidates only', () => {
    const examples = Int32Array.from({ length: 10 }, (_, i) => 65 + i); // five of class 1, five of 2
    const drawn = draw({ size: 10, examples, missingClasses: 'allow' });
    assert.deepEqual(drawn.toSorted(), examples);
    assert.deepEqual(examples[0], 65, 'the candidates stay in order');
    assert.deepEqual(counts(draw({ size: 1, examples, missingClasses: 'allow' })).length, 4);
  });

  it('names the classes of which there are too few', () => {
    assert.throws(() => draw({ perClass: 25, missingClasses: 'allow' }), {
      name: 'UserError',
      message:
        'A scoring batch with 25 examples of every class of toy cannot be drawn: class 2 has 20. ' +
        'Ask for fewer, or draw from more examples.',
    });
    assert.throws(() => draw({ perClass: 35 }), /class 1 has 30, class 2 has 20, class 3 has 0\./);
  });

  it('names the classes that a plain batch lacks', () => {
    assert.throws(
      () => draw({ size: 90 }),
      /without any of class 3\. Ask for perClass .* missingClasses to 'allow'/,
    );
    assert.equal(draw({ size: 90, missingClasses: 'allow' }).length, 90);
    assert.throws(() => draw({ size: 91 }), /91 examples cannot be drawn from 90 of /);
  });

  it('needs one size', () => {
    assert.throws(() => draw({}), /either perClass or size, but got neither/);
    assert.throws(() => draw({ size: 3, perClass: 1 }), /but got both/);
    assert.throws(() => draw({ size: 0 }), /The size of a scoring batch must be a positive whole/);
    assert.throws(() => draw({ perClass: 1.5 }), /The perClass of .* but is 1\.5/);
  });
});
