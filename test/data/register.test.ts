import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { makeDataset } from '../../src/data/dataset.js';
import { glyphs } from '../../src/data/glyphs.js';
import {
  type DatasetDefinition,
  datasetNames,
  describeDataset,
  getDataset,
  loadDataset,
  registerDataset,
} from '../../src/data/register.js';
import { UserError } from '../../src/errors.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const says =
  (message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof UserError && message.test(error.message);

const toy: DatasetDefinition = {
  description: 'Ten small glyphs',
  shape: [1, 14, 14],
  numClasses: 10,
  trainSize: 8,
  testSize: 2,
  load: () => glyphs({ name: 'toy', size: 14, train: 8, test: 2, seed: 5 }),
};

describe('register of data sets', () => {
  const folder = temporaryFolder();

  it('knows the data sets that come with prunelab', () => {
    const names = datasetNames();
    assert.ok(['mnist', 'mnist-14', 'glyphs', 'glyphs-14'].every((name) => names.includes(name)));
  });

  it('describes a data set without loading it', () => {
    const { shape, numClasses, trainSize, testSize, citation } = describeDataset('mnist');
    assert.deepEqual(shape, [1, 28, 28]);
    assert.deepEqual([numClasses, trainSize, testSize], [10, 60_000, 10_000]);
    assert.equal(citation, 'lecun1998gradient');
  });

  it('offers the near names for an unknown one', async () => {
    await assert.rejects(loadDataset('mnits'), says(/There is no data set 'mnits'.*'mnist'/));
    assert.throws(() => describeDataset('glyph'), says(/Did you mean 'glyphs'/));
    await assert.rejects(getDataset('glyphs-41'), says(/'glyphs-14'/));
  });

  it('loads the built-in glyphs as described, once per process', async () => {
    const pair = await loadDataset('glyphs-14');
    const { shape, trainSize, testSize } = describeDataset('glyphs-14');
    assert.deepEqual(pair.train.shape, shape);
    assert.deepEqual([pair.train.size, pair.test.size], [trainSize, testSize]);
    assert.equal(pair.train.name, 'glyphs-14');
    assert.equal(await loadDataset('glyphs-14'), pair);
    assert.deepEqual(await getDataset('glyphs-14'), []);
  });

  it('says how to get MNIST when it may not download', async () => {
    const places = { cache: path.join(folder(), 'cache') };
    await assert.rejects(
      loadDataset('mnist', { download: false, places }),
      says(/'mnist' is not here: .*prunelab data get mnist.*\(11\.6 MB\).*PRUNELAB_DATA/),
    );
    assert.deepEqual(fs.readdirSync(folder()), []);
  });

  it('tries again after a failure', async () => {
    let calls = 0;
    registerDataset('flaky', {
      ...toy,
      load: () => {
        if (calls++ === 0) throw new UserError('not yet');
        return glyphs({ size: 14, train: 8, test: 2, seed: 5 });
      },
    });
    await assert.rejects(loadDataset('flaky'), says(/not yet/));
    const [a, b] = await Promise.all([loadDataset('flaky'), loadDataset('flaky')]);
    assert.equal(a, b);
    assert.equal(calls, 2);
  });

  it("takes the user's own data sets, a taken name only on purpose", async () => {
    registerDataset('toy', toy);
    assert.ok(datasetNames().includes('toy'));
    assert.equal(describeDataset('toy').description, 'Ten small glyphs');
    assert.equal((await loadDataset('toy')).train.size, 8);
    assert.throws(
      () => registerDataset('toy', toy),
      says(/There is a data set 'toy' already.*registerDataset\('toy', .*\{ replace: true \}\)/),
    );
    registerDataset('toy', { ...toy, description: 'Others' }, { replace: true });
    assert.equal(describeDataset('toy').description, 'Others');
  });

  it('holds a data set against its description', async () => {
    registerDataset('liar', { ...toy, testSize: 3 });
    await assert.rejects(
      loadDataset('liar'),
      says(/test split of data set 'liar' has 2 images .* registered with 3 images/),
    );
    const { train, test } = await toy.load();
    const wide = makeDataset({ ...train, shape: [1, 7, 28] });
    registerDataset('wide', { ...toy, load: () => ({ train: wide, test }) });
    await assert.rejects(loadDataset('wide'), says(/train split .*\[1, 7, 28\].*\[1, 14, 14\]/));
  });
});
