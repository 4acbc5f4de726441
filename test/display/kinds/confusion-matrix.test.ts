import assert from 'node:assert/strict';
import {
  confusionMatrix,
  confusionMatrixBundle,
  countConfusions,
} from '../../../src/display/kinds/confusion-matrix.js';
import { textWriter } from '../../support/text-writer.js';

describe('confusionMatrix', () => {
  it('counts pairs of labels and predictions', () => {
    assert.deepEqual(countConfusions([0, 0, 1], Uint8Array.of(0, 1, 1)), [
      [1, 1],
      [0, 1],
    ]);
    const scores = { shape: [1], dataSync: () => Int32Array.of(2) };
    assert.deepEqual(countConfusions([0], scores, 3), [
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('gives the recall of each class in text and picture', async () => {
    const counts = [
      [3, 1, 0],
      [0, 2, 0],
      [0, 0, 0],
    ];
    const bundle = await confusionMatrixBundle(counts, { classes: ['cat', 'dog', '<x>'] });
    assert.equal(
      bundle['text/plain'],
      '83.3 % of 6 right\n' +
        'true \\ predicted  cat  dog  <x>   recall\n' +
        'cat                 3    1    0   75.0 %\n' +
        'dog                 0    2    0  100.0 %\n' +
        '<x>                 0    0    0     none',
    );
    const svg = String(bundle['image/svg+xml']);
    assert.match(svg, />cat {1,2}\(75\.0 %\)</);
    assert.match(svg, /<title>Confusion matrix: 83\.3 % of 6 right|<title>83\.3 % of 6 right/);
    assert.ok(!svg.includes('<x>'));
  });

  it('takes either labels or counts', async () => {
    const writer = textWriter();
    await confusionMatrix([0, 1], [0, 1], { writer });
    await confusionMatrix(
      [
        [1, 0],
        [0, 1],
      ],
      { writer },
    );
    const [first, second] = writer.text().split('100.0 % of 2 right\n').slice(1);
    assert.ok(first.length > 10);
    assert.equal(first, second);
  });

  it('rejects what does not fit together', async () => {
    assert.throws(() => countConfusions([0], [0, 1]), /1 labels, but 2 predictions/);
    assert.throws(() => countConfusions([0], [0.7]), /one is 0\.7/);
    assert.throws(() => countConfusions([0], [2], 2), /0 to 1, but one is 2/);
    await assert.rejects(confusionMatrixBundle([[1, 2]]), /a row, a column and a name/);
  });
});
